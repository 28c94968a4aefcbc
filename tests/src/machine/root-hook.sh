#!/bin/bash
# root-hook.sh ROOT: turns a fresh Debian tree into a test machine.
#
# Adds the user ghaf (1000) with a lingering manager, the locales that the scenarios name, and a
# unit that tells the console when systemd, D-Bus, logind and the user's manager are up.
# Must not empty ROOT/tmp: mmdebstrap keeps apt's configuration there.
set -eu
root=$1
units=$root/etc/systemd/system

chroot "$root" useradd --uid 1000 --create-home --shell /bin/bash --groups users,systemd-journal ghaf
mkdir -p "$root/var/lib/systemd/linger"
: >"$root/var/lib/systemd/linger/ghaf"

for locale in en_US fi_FI de_DE ar_AE; do
  chroot "$root" localedef --no-archive -i "$locale" -f UTF-8 "$locale.UTF-8"
done

# The name, the identity and the addresses come with each machine.
rm -f "$root/etc/hostname" "$root/etc/resolv.conf" "$root/var/lib/dbus/machine-id"
: >"$root/etc/machine-id"
printf '127.0.0.1 localhost\n' >"$root/etc/hosts"
: >"$root/etc/fstab"

# Nothing that a machine of half a second's boot has no use for.
for unit in console-getty.service getty@tty1.service getty-static.service \
  systemd-firstboot.service systemd-machine-id-commit.service systemd-update-done.service \
  systemd-journal-catalog-update.service systemd-journal-flush.service systemd-update-utmp.service \
  ldconfig.service systemd-sysusers.service systemd-network-generator.service \
  systemd-remount-fs.service systemd-hwdb-update.service systemd-tmpfiles-clean.timer \
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer \
  dev-hugepages.mount sys-fs-fuse-connections.mount; do
  ln -sfn /dev/null "$units/$unit"
done

cat >"$units/machine-ready.service" <<'UNIT'
[Unit]
Description=Tells the console that the machine can be used
DefaultDependencies=no
After=basic.target dbus.service systemd-logind.service user@1000.service

[Service]
Type=oneshot
ExecStart=/bin/sh -c 'echo MACHINE-READY >/dev/console'
UNIT
mkdir -p "$units/multi-user.target.wants"
ln -sfn ../machine-ready.service "$units/multi-user.target.wants/machine-ready.service"

rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*.bin "$root"/var/log/* \
  "$root/usr/share/i18n" "$root/etc/apt/apt.conf.d/99mmdebstrap"
mkdir -p "$root/var/lib/apt/lists/partial" "$root/var/cache/apt/archives/partial"
