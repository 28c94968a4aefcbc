/** virtiofsd, which serves a directory of the host to a VM: its command line, for both programs of that name. */

import { RunnerError } from "../errors.ts";
import type { FileHandles, Share } from "../spec/launch-spec.ts";
import type { SharedFolder } from "./shared-folder.ts";

/** `rust`: of Debian 13's package virtiofsd. `c`: the older one that came with QEMU 7. */
export type Flavour = "rust" | "c";

/** @param version what the program says of itself: `virtiofsd 1.13.2`, or `virtiofsd version 7.2.22 (Debian …` */
export function flavourOf(version: string): Flavour {
  return /^virtiofsd version /.test(version) ? "c" : "rust";
}

export interface Virtiofsd {
  readonly program: string;
  readonly flavour: Flavour;
  /** Of the machine. */
  readonly processors: number;
  /** Where it makes its socket. */
  readonly socket: string;
}

/** An empty folder of every Debian machine; in virtiofsd's mounts the shared one is on it. */
const PLACE = "/mnt";
/** Where the older program has a file with its number for each name of a socket, which others may have too. */
export const NUMBERS = "/run/virtiofsd";

/**
 * Run by a shell of its own: what it gets are arguments. The directory that was looked at is
 * mounted, alone and with no more rights than the share has, where virtiofsd takes it as its root.
 * What the machine's fstab says of that place is of no account.
 */
const IN_ITS_MOUNTS = `set -eu
mount --no-canonicalize --bind "$1" ${PLACE}
if [ "$(stat --format=%d:%i ${PLACE})" != "$2" ]; then
  echo "$1 has been exchanged" >&2
  exit 1
fi
mount --options-source=disable -o "remount,bind,$3" ${PLACE}
[ ! -d ${NUMBERS} ] || mount -t tmpfs none ${NUMBERS}
shift 3
exec "$@"`;

/**
 * Mounts and processes of its own: nothing that it starts outlives it, and nobody else
 * sees what is mounted. Its own sandbox is inside.
 */
export function virtiofsdCommand(
  share: Share,
  { path, identity }: SharedFolder,
  server: Virtiofsd,
): readonly [string, ...string[]] {
  const { flavour, program } = server;
  const words = flavour === "rust" ? rustWords : cWords;
  return [
    ...(["unshare", "--mount", "--propagation", "private"] as const),
    ...["--pid", "--fork", "--kill-child=SIGKILL", "--"],
    ...["sh", "-c", IN_ITS_MOUNTS, "sh"],
    ...[path, identity, `${share.readOnly ? "ro" : "rw"},nosuid,nodev`],
    ...[program, ...words(share, server), ...share.extraArgs],
  ];
}

/** Without a line for each step of its start, unless somebody wants it otherwise. */
function quietly({ extraArgs }: Share): readonly string[] {
  const isChosen = extraArgs.some((word) => word.startsWith("--log-level"));
  return isChosen ? [] : ["--log-level", "warn"];
}

/**
 * Guests are not to make devices on the host, nor programs with capabilities. Owners, modes and
 * with them set-user-ID are theirs to set, which is why a directory that they write in must be
 * out of others' reach: see reach.ts.
 */
const LESS_RIGHTS = "-mknod:-setfcap";

function rustWords(share: Share, server: Virtiofsd): readonly string[] {
  const { readOnly, fileHandles } = share;
  return [
    ...["--socket-path", server.socket, "--shared-dir", PLACE],
    ...["--sandbox", "namespace", `--modcaps=${LESS_RIGHTS}`],
    ...["--xattr", "--posix-acl", ...(readOnly ? ["--readonly"] : [])],
    ...["--thread-pool-size", `${share.threads ?? server.processors}`],
    ...(fileHandles === undefined
      ? []
      : [`--inode-file-handles=${fileHandles}`]),
    ...quietly(share),
  ];
}

/** That it can only be read is up to its mount. @throws RunnerError `server` */
function cWords(share: Share, server: Virtiofsd): readonly string[] {
  refuseHandles(share.fileHandles, share.tag);
  const settings = `source=${PLACE},sandbox=namespace,modcaps=${LESS_RIGHTS}`;
  return [
    `--socket-path=${server.socket}`,
    ...["-o", `${settings},xattr,posix_acl,log_level=err`],
    `--thread-pool-size=${share.threads ?? server.processors}`,
  ];
}

/** It keeps files open, which is what the others fall back to. */
function refuseHandles(wanted: FileHandles | undefined, tag: string): void {
  if (wanted !== "mandatory") return;
  const text = `the share ${tag} wants file handles, which the virtiofsd of this machine does not have; that of Debian 13's package virtiofsd does`;
  throw new RunnerError("server", text, { value: tag });
}
