#!/bin/bash
# index.sh REPOSITORY : makes a folder of *.deb files named by their SHA-256 one that apt reads, by the line it prints.
set -eu
repository=$1

chmod 755 "$repository"
for file in "$repository"/*.deb; do
  name=${file##*/}
  dpkg-deb --field "$file"
  printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' \
    "$name" "$(stat --dereference --format=%s "$file")" "${name%.deb}"
done >"$repository/Packages"

# Lines of sources.list are words, so a path is written as in an address.
address=${repository//%/%25}
echo "deb [trusted=yes] copy:${address// /%20} ./"
