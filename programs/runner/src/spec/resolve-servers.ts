/** Checks what a launch specification says of the processes that serve a VM's devices. */

import type {
  LaunchShare,
  LaunchTpm,
} from "@ghaf/api/proto/ghaf/machine/v1/launch_spec";
import type { FileHandles, Share, Tpm } from "./launch-spec.ts";
import { type Note, shown, wrong } from "./note.ts";
import { checkLength } from "./socket-path.ts";

/** virtio 1.2, section 5.11.4: 36 bytes; letters that are the same everywhere. */
const TAG = /^\w[\w-]{0,35}$/;
/** A name in the state directory, or an absolute path, without a way up. */
const SOCKET = /^(?!.*\.\.)(?:\w[\w.-]*|(?:\/\w[\w.-]*)+)$/;
const NAME = /^\w[\w-]{0,63}$/;
const FILE_HANDLES = ["never", "prefer", "mandatory"] as const;

export function resolveShares(
  shares: readonly LaunchShare[],
  note: Note,
): Share[] {
  const tags = shares.map(({ tag }) => tag);
  const sockets = shares.map(({ socket }) => socket);
  return shares.map((share, index) => {
    const path = `shares[${index}]`;
    const { tag, source, readOnly, socket, threadPoolSize, extraArgs } = share;
    if (!TAG.test(tag) || tags.indexOf(tag) < index) {
      const expected = "a tag of its own, of 1 to 36 of a-z, A-Z, 0-9, _ and -";
      note(wrong(`${path}.tag`, expected, shown(tag)));
    }
    if (source === "" || /[\0\n]/.test(source)) {
      note(wrong(`${path}.source`, "the path of a folder", shown(source)));
    }
    checkSocket(`${path}.socket`, socket, note);
    if (sockets.indexOf(socket) < index) {
      const expected = "a socket of its own";
      note(wrong(`${path}.socket`, expected, shown(socket)));
    }
    if (extraArgs.some((word) => word.includes("\0"))) {
      const expected = "text without zero bytes";
      note(wrong(`${path}.extraArgs`, expected, "one with"));
    }
    return {
      ...{ tag, source, readOnly, socket, extraArgs },
      threads: threadPoolSize === 0 ? undefined : threadPoolSize,
      fileHandles: resolveHandles(share, path, note),
    };
  });
}

function resolveHandles(
  { inodeFileHandles: untrusted }: LaunchShare,
  path: string,
  note: Note,
): FileHandles | undefined {
  if (untrusted === "") return undefined;
  const known = FILE_HANDLES.find((one) => one === untrusted);
  if (known === undefined) {
    const expected = `${FILE_HANDLES.join(", ")} or nothing`;
    note(wrong(`${path}.inodeFileHandles`, expected, shown(untrusted)));
  }
  return known;
}

export function resolveTpm(
  tpm: LaunchTpm | undefined,
  note: Note,
): Tpm | undefined {
  if (tpm === undefined) return undefined;
  const { socket, state } = tpm;
  checkSocket("tpm.socket", socket, note);
  if (!NAME.test(state)) {
    note(wrong("tpm.state", "the name of a folder", shown(state)));
  }
  return { socket, state };
}

function checkSocket(path: string, untrusted: string, note: Note): void {
  if (!SOCKET.test(untrusted)) {
    note(wrong(path, "the name of a socket, or its path", shown(untrusted)));
  }
  checkLength(path, untrusted, note);
}
