#!/bin/bash
# base.sh TARGET REPOSITORY TIME PACKAGES : a Debian tree at TARGET out of exactly the packages in REPOSITORY.
#
# REPOSITORY is a folder of *.deb files named by their SHA-256. mmdebstrap gives apt a directory of
# its own: the lists and the state of this machine's apt are not touched. Needs root, and runs in a
# mount and process namespace of its own.
set -eu
umask 022
target=$1 repository=$2 packages=$4
export SOURCE_DATE_EPOCH=$3
here=$(dirname "$(readlink -f "$0")")

# What a build that is killed leaves behind goes with the scratch of its step.
export TMPDIR=$repository/tmp
mkdir "$TMPDIR"

source=$(bash "$here/index.sh" "$repository")
exec mmdebstrap --quiet --mode=root --format=directory --variant=custom \
  --include="${packages// /,}" \
  --aptopt='APT::Install-Recommends "false"' --aptopt='APT::Sandbox::User "root"' \
  --aptopt='Acquire::Languages "none"' --dpkgopt="$here/dpkg.cfg" \
  --customize-hook="bash '$here/account.sh' \"\$1\"" \
  --customize-hook="bash '$here/trim.sh' \"\$1\"" \
  trixie "$target" "$source"
