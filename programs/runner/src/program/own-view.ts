/** A view of the host's files for a program that is not trusted with more: a mount namespace in which the others are not there. */

import { realpath } from "node:fs/promises";
import { dirname, isAbsolute, resolve } from "node:path";
import { RunnerError } from "../errors.ts";
import { dyingWithUs, type OtherAccount } from "./dies-with-us.ts";
import type { FindProgram } from "./find-program.ts";

/** Where the view has the folder that has to be named in arguments, whatever signs are in its own name. */
export const KEPT = "/kept";

/**
 * Run by a shell of its own, as root: what it gets are arguments. What is left of the host is
 * Debian's programs and libraries, its devices, whose owners and groups decide who opens them, and
 * the given folders under their names, one of them under another: no configuration, no homes, no
 * sockets of services. A directory that was opened outside would be a way there, up and up.
 * Of processes an account sees its own. What a folder is mounted from stays as the host has it.
 */
const SCRIPT = `set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
mask=$(umask)
umask 022
mount -t tmpfs -o mode=0755,size=1m,nosuid,nodev none "$1"
cd "$1"
kept=$2
shift 2
for place in /usr /bin /sbin /lib /lib64; do
  if [ -L "$place" ]; then
    cp --no-dereference "$place" ".$place"
  elif [ -d "$place" ]; then
    mkdir ".$place"
    mount --rbind "$place" ".$place"
    mount --options-source=disable -o remount,bind,ro,nosuid,nodev ".$place"
  fi
done
mkdir dev etc proc sys
mount --rbind /dev dev
mount --rbind /sys sys
[ ! -d dev/shm ] || mount -t tmpfs -o mode=0755,size=4k,nosuid,nodev,noexec none dev/shm
mount -t proc -o nosuid,nodev,noexec,hidepid=invisible,subset=pid none proc
if [ -e /etc/ld.so.cache ]; then
  cp /etc/ld.so.cache etc/
fi
folder=$1
while [ "$1" != -- ]; do
  mkdir -p ".$1"
  mount --bind "$1" ".$1"
  shift
done
shift
if [ -n "$kept" ]; then
  mkdir .${KEPT}
  mount --bind "$kept" .${KEPT}
fi
mkdir .host
pivot_root . .host
umount --lazy /.host
rmdir /.host
mount --options-source=disable -o remount,bind,ro,nosuid,nodev /
cd "$folder"
umask "$mask"
exec "$@"`;

/** Empty folders of every Debian machine; one of them is covered while the view is made. */
const STAGES = ["/mnt", "/srv", "/opt"] as const;

/**
 * The command line of a program that ends with us and, with another account, sees no more of the
 * host's files than such a view has. It stays the same process.
 * @param other that it becomes; undefined: it stays what we are, and sees what we see
 * @param folder that it works in
 * @param kept another that it has, absolute; in the view its name is {@link KEPT}
 * @param sockets its own; the folders of absolute ones are in the view
 * @throws RunnerError `not-installed`, also for a program that is not where it could be seen
 */
export async function confined(
  argv: readonly [string, ...string[]],
  { other, folder, kept = "", sockets, find }: Confinement,
): Promise<readonly [string, ...string[]]> {
  if (other === undefined) return await dyingWithUs(argv, find);
  const [program, ...words] = argv;
  const inView = async (name: string) => await seenPath(await find(name));
  const places = sockets.filter(isAbsolute).map((path) => dirname(path));
  const seen = [...new Set([resolve(folder), ...places])];
  const stage = stageOutside([...seen, kept]);
  const inside = [
    ...([await find("unshare"), "--mount"] as const),
    ...["--propagation", "private", "--"],
    ...["sh", "-c", SCRIPT, "sh", stage, kept, ...seen, "--"],
    ...(await dyingWithUs([await seenPath(program), ...words], inView, other)),
  ] as const;
  // Once more inside: the kernel forgets it when the account changes.
  return await dyingWithUs(inside, find);
}

export interface Confinement {
  readonly other: OtherAccount | undefined;
  readonly folder: string;
  readonly kept?: string;
  readonly sockets: readonly string[];
  readonly find: FindProgram;
}

/** As /bin and the others, which are links into it. */
const PROGRAMS = /^\/(?:usr|bin|sbin|lib|lib64)\//;

/** @returns where it is without links: those on the way to it may lead through what is not in the view */
async function seenPath(program: string): Promise<string> {
  const real = await realpath(program);
  if (PROGRAMS.test(real)) return real;
  const text = `${real} is not below /usr, and a program with an account of its own sees no others: put it below /usr/local`;
  throw new RunnerError("not-installed", text, { value: real });
}

function stageOutside(seen: readonly string[]): string {
  const isFree = (stage: string) =>
    !seen.some((folder) => `${folder}/`.startsWith(`${stage}/`));
  return STAGES.find(isFree) ?? STAGES[0];
}
