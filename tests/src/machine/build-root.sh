#!/bin/bash
# build-root.sh TARGET PACKAGES APT-OPTIONS-FILE SOURCE-LINE... : a Debian tree for test machines at TARGET.
#
# Built beside TARGET and renamed, so TARGET is whole or absent. mmdebstrap gives apt a directory
# of its own: the lists and the state of this machine's apt are not touched.
set -eu
target=$1 packages=$2 aptoptions=$3
shift 3
here=$(dirname "$(readlink -f "$0")")
[ -d "$target" ] && exit 0 # another process has built it while this one waited for the lock
rm -rf --one-file-system "$(dirname "$target")"/*.part # of builds that were killed: the lock is ours
export SOURCE_DATE_EPOCH=1700000000
# In a mount and process namespace of its own: whatever ends this leaves no mount and no process.
unshare --mount --pid --fork --kill-child --mount-proc --propagation private \
  mmdebstrap --quiet --mode=root --format=directory --variant=essential --include="$packages" \
  --aptopt="$aptoptions" \
  --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/info/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --customize-hook="'$here/root-hook.sh' \"\$1\"" \
  trixie "$target.part" "$@"
: >"$target.used"
mv "$target.part" "$target"
