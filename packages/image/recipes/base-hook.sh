#!/bin/bash
# base-hook.sh ROOT: takes out of a fresh Debian tree what differs from machine to machine, and adds the account.
#
# Must not empty ROOT/tmp: mmdebstrap keeps apt's configuration there.
set -eu
umask 022
root=$1

# The account that applications run as (spec 2.17); it has no password.
chroot "$root" groupadd --gid 1000 ghaf
chroot "$root" useradd --uid 1000 --gid 1000 --groups users --create-home --shell /bin/bash ghaf

# The name, the identity and the addresses come with each VM. An empty machine-id is not a first
# boot, so systemd does not reset which units are enabled.
rm -f "$root/etc/hostname" "$root/etc/resolv.conf" "$root/var/lib/dbus/machine-id"
: >"$root/etc/machine-id"
printf '127.0.0.1 localhost\n' >"$root/etc/hosts"
: >"$root/etc/fstab"
: >"$root/etc/apt/sources.list"

# What only says when and how this tree was made, or is made anew when it is missing.
rm -rf "$root"/etc/passwd- "$root"/etc/group- "$root"/etc/shadow- "$root"/etc/gshadow- \
  "$root"/etc/subuid- "$root"/etc/subgid- "$root"/etc/apt/apt.conf.d/99mmdebstrap \
  "$root"/etc/dpkg/dpkg.cfg.d/99mmdebstrap \
  "$root"/var/lib/apt/* "$root"/var/cache/* "$root"/var/lib/dpkg/*-old "$root"/var/log/* \
  "$root"/var/lib/systemd/catalog/database "$root"/usr/lib/udev/hwdb.bin "$root"/etc/udev/hwdb.bin
find "$root/usr" -xdev -name __pycache__ -prune -exec rm -rf {} +
