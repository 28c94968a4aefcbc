#!/bin/bash
# trim.sh ROOT: takes out of a Debian tree what differs from machine to machine and from build to build.
#
# Must not empty ROOT/tmp: mmdebstrap keeps apt's configuration there.
set -eu
umask 022
root=$1

# The name, the identity and the addresses come with each VM, and so do keys. An empty machine-id is
# not a first boot, so systemd does not reset which units are enabled.
rm -f "$root/etc/hostname" "$root/etc/resolv.conf" "$root/var/lib/dbus/machine-id" \
  "$root"/etc/ssh/ssh_host_*
: >"$root/etc/machine-id"
printf '127.0.0.1 localhost\n' >"$root/etc/hosts"
: >"$root/etc/fstab"
mkdir -p "$root/etc/apt"
: >"$root/etc/apt/sources.list"

# Sets of packages install it for VMs in which ssh.socket starts it, when somebody comes.
rm -f "$root/etc/systemd/system/multi-user.target.wants/ssh.service"

# What only says when and how this tree was made, or is made anew when it is missing.
rm -rf "$root"/etc/passwd- "$root"/etc/group- "$root"/etc/shadow- "$root"/etc/gshadow- \
  "$root"/etc/subuid- "$root"/etc/subgid- "$root"/etc/.pwd.lock \
  "$root"/etc/apt/apt.conf.d/99mmdebstrap "$root"/etc/dpkg/dpkg.cfg.d/99mmdebstrap \
  "$root"/var/lib/apt/* "$root"/var/cache/* "$root"/var/lib/dpkg/*-old "$root"/var/log/* \
  "$root"/run/* \
  "$root"/var/lib/systemd/catalog/database "$root"/usr/lib/udev/hwdb.bin "$root"/etc/udev/hwdb.bin
find "$root/usr" -xdev -name __pycache__ -prune -exec rm -rf {} +
