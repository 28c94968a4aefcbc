#!/bin/bash
# boot.sh CGROUP STATE LOWER ROOT NSPAWN-ARG... : becomes a machine whose PID 1 is systemd.
#
# The machine sees only cgroup v2 (a cgroup namespace of its own inside CGROUP), so the host's own
# cgroup trees, hybrid or not, are neither seen nor touched. Its root is LOWER (files of this
# machine) over ROOT (the cached Debian tree, shared by all machines) with everything it writes in
# memory. Every mount is in a mount namespace of its own and goes with the last process.
set -eu
cgroup=$1 state=$2 lower=$3 root=$4
shift 4
exec 9<"$root"
flock --shared 9 # while this is held, the cached tree is not removed
echo $$ >"$cgroup/cgroup.procs"
export SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1
# --pid: systemd-nspawn reads the cgroup of PID 1 to learn what is delegated to it.
exec unshare --pid --fork --kill-child --mount-proc --mount --cgroup --propagation private \
  bash -c '
    set -eu
    state=$1 lower=$2 root=$3
    shift 3
    mount -t cgroup2 cgroup2 /sys/fs/cgroup
    mkdir -p /run/systemd
    mount -t tmpfs -o mode=755 tmpfs /run/systemd
    mount -t tmpfs -o mode=755 tmpfs "$state"
    mkdir "$state/upper" "$state/work" "$state/root"
    mount -t overlay -o "lowerdir=$lower:$root,upperdir=$state/upper,workdir=$state/work" \
      overlay "$state/root"
    exec systemd-nspawn --boot --directory="$state/root" --register=no --keep-unit \
      --link-journal=no --resolv-conf=off --timezone=off --console=read-only "$@"
  ' boot "$state" "$lower" "$root" "$@"
