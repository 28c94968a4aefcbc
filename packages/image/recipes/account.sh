#!/bin/bash
# account.sh ROOT: adds to a Debian tree the account that applications run as (spec 2.17).
set -eu
umask 022
root=$1

# It has no password. It reads the journal because its agent shows the logs of the VM.
chroot "$root" groupadd --gid 1000 ghaf
chroot "$root" useradd --uid 1000 --gid 1000 --groups users,systemd-journal \
  --create-home --shell /bin/bash ghaf
