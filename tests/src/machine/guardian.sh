#!/bin/bash
# Removes what a test process made, however that process ended.
#
# Reads lines "cgroup PATH", "netns NAME", "directory PATH". Its input is a pipe from the test
# process: the end of input means that the process is gone (closed, crashed or killed), and then
# everything named is removed. What is gone already is passed over.
set -u
trap '' INT TERM HUP PIPE
cgroups=() namespaces=() directories=()
while read -r kind name; do
  case $kind in
    cgroup) cgroups+=("$name") ;;
    netns) namespaces+=("$name") ;;
    directory) directories+=("$name") ;;
  esac
done
for cgroup in "${cgroups[@]}"; do
  [ -d "$cgroup" ] || continue
  echo 1 >"$cgroup/cgroup.kill"
  for ((try = 0; try < 250; try++)); do
    grep -q '^populated 0' "$cgroup/cgroup.events" && break
    sleep 0.02
  done
  find "$cgroup" -depth -type d -exec rmdir {} \; 2>/dev/null
done
for namespace in "${namespaces[@]}"; do
  [ -e "/run/netns/$namespace" ] && ip netns delete "$namespace"
done
for directory in "${directories[@]}"; do
  rm -rf --one-file-system -- "$directory"
done
exit 0
