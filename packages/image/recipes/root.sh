#!/bin/bash
# root.sh BASE LAYER IMAGE TIME COMPRESSION : an erofs image of the tree BASE with the files of LAYER over it.
#
# Everything in LAYER belongs to root. All times are TIME. Needs root.
set -eu
umask 022
base=$1 layer=$2 image=$3 time=$4 compression=$5
tree=$image.tree

compress=()
case $compression in
  none) ;;
  lz4)
    # Node's own library is half of what an agent reads to start, and is read in every VM: it lies
    # there as it is. The tighter packing of the rest costs time here, and none in a VM.
    hints=$image.hints
    echo '0 ^/?usr/lib/[^/]*/libnode\.so' >"$hints"
    compress=(-zlz4hc -C16384 "--compress-hints=$hints")
    ;;
  *) echo "unknown compression: $compression" >&2 && exit 1 ;;
esac

# Whatever the umask was that the layer was made under.
find "$layer" -type d -exec chmod 755 {} +
chmod -R u=rwX,go=rX "$layer/usr/lib/modules"

cp --archive --reflink=auto -- "$base" "$tree"
cp --recursive --no-dereference --preserve=mode,links -- "$layer/." "$tree/"
modules=$(echo "$tree"/usr/lib/modules/*)
depmod --basedir "$tree" "${modules##*/}"

# Our programs start from code that the guest's Node makes here, with the flags of their units: V8
# asks for the same. The seed makes it the same in every build.
for program in "$tree"/usr/lib/ghaf/givc-*.cjs; do
  [ -e "$program" ] || continue
  name=${program##*/}
  start=$(sed -n "s|^ExecStart=\(/usr/bin/node .*/$name\) .*|\1|p" "${program%/*}"/*.service | head -n 1)
  mv "$program" "${program%.cjs}.program"
  cp "${program%/*}/start.cjs" "$program"
  read -ra words <<<"$start"
  env --ignore-environment PATH="$PATH" GHAF_KEEP_CODE=yes chroot "$tree" \
    "${words[0]}" --random-seed=1 "${words[@]:1}" --version >/dev/null
done

mkfs.erofs --quiet -T"$time" -U 00000000-0000-0000-0000-000000000001 "${compress[@]}" "$image" "$tree"
chmod 644 "$image"
rm -rf --one-file-system -- "$tree" "${hints-}"
