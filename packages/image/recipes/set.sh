#!/bin/bash
# set.sh BASE TARGET REPOSITORY TIME PACKAGES : the tree BASE with more Debian packages, at TARGET.
#
# They are exactly those in REPOSITORY, a folder of *.deb files named by their SHA-256. Their
# maintainer scripts run in TARGET, without a network, and start nothing. Needs root, and runs in a
# mount and process namespace of its own.
set -eu
umask 022
base=$1 target=$2 repository=$3 packages=$5
export SOURCE_DATE_EPOCH=$4
here=$(dirname "$(readlink -f "$0")")

source=$(bash "$here/index.sh" "$repository")
cp --archive --reflink=auto -- "$base" "$target"

# The words of this apt's configuration are in quotes, and nothing of the machine's is read.
cat >"$repository/apt.conf" <<END
Dir "$target";
Dir::Etc::Main "/dev/null";
Dir::Etc::Parts "/dev/null";
Dir::Etc::SourceList "$repository/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Status "$target/var/lib/dpkg/status";
DPkg::Chroot-Directory "$target";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Acquire::Languages "none";
END
echo "$source" >"$repository/sources.list"
mkdir -p "$target/var/lib/apt/lists/partial" "$target/var/cache/apt/archives/partial"
cp "$here/dpkg.cfg" "$target/etc/dpkg/dpkg.cfg.d/99mmdebstrap"
printf '#!/bin/sh\nexit 101\n' >"$target/usr/sbin/policy-rc.d"
chmod 755 "$target/usr/sbin/policy-rc.d"

mount -t proc proc "$target/proc"
mount -t tmpfs -o mode=755 dev "$target/dev"
for device in null zero full random urandom tty; do
  : >"$target/dev/$device"
  mount --bind "/dev/$device" "$target/dev/$device"
done
ln -s /proc/self/fd "$target/dev/fd"

export APT_CONFIG=$repository/apt.conf DEBIAN_FRONTEND=noninteractive
export DEBCONF_NONINTERACTIVE_SEEN=true
# Maintainer scripts make files where it says, and TARGET has no such folder.
unset TMPDIR
# No network: a namespace of its own has none.
read -ra names <<<"$packages"
unshare --net apt-get --quiet --quiet update
# What dpkg complains of it says through apt on standard output; where recipes fail, the other is told.
unshare --net apt-get --quiet --quiet --yes --no-remove install -- "${names[@]}" >&2

umount --recursive "$target/dev" "$target/proc"
rm "$target/usr/sbin/policy-rc.d"
# Where a VM has a TPM, the broker answers the group tss, and applications run as the person.
if grep -q '^tss:' "$target/etc/group" && grep -q '^ghaf:' "$target/etc/passwd"; then
  chroot "$target" usermod --append --groups tss ghaf
fi
bash "$here/trim.sh" "$target"
