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

# Lines of sources.list are words, so a path is written as in an address.
address=${repository//%/%25}
address=${address// /%20}

# What a build that is killed leaves behind goes with the scratch of its step.
export TMPDIR=$repository/tmp
mkdir "$TMPDIR"

chmod 755 "$repository"
for file in "$repository"/*.deb; do
  name=${file##*/}
  dpkg-deb --field "$file"
  printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' \
    "$name" "$(stat --dereference --format=%s "$file")" "${name%.deb}"
done >"$repository/Packages"

exec mmdebstrap --quiet --mode=root --format=directory --variant=custom \
  --include="${packages// /,}" \
  --aptopt='APT::Install-Recommends "false"' --aptopt='APT::Sandbox::User "root"' \
  --aptopt='Acquire::Languages "none"' \
  --dpkgopt='force-unsafe-io' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/info/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --dpkgopt='path-exclude=/usr/share/zoneinfo/*' --dpkgopt='path-exclude=/usr/share/i18n/*' \
  --dpkgopt='path-exclude=/usr/share/lintian/*' --dpkgopt='path-exclude=/usr/share/bug/*' \
  --dpkgopt='path-exclude=/usr/share/bash-completion/*' \
  --dpkgopt='path-exclude=/usr/share/zsh/*' \
  --dpkgopt='path-exclude=/usr/share/nodejs/corepack/*' \
  --dpkgopt='path-exclude=/usr/lib/x86_64-linux-gnu/gconv/*' \
  --dpkgopt='path-exclude=/usr/lib/udev/hwdb.d/*' \
  --customize-hook="'$here/base-hook.sh' \"\$1\"" \
  trixie "$target" "deb [trusted=yes] copy:$address ./"
