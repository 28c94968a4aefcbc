/** The length of the path of a socket that QEMU opens or makes. */

import { type Note, shown, wrong } from "./note.ts";

/** unix(7): sun_path holds 108 bytes with the final zero. QEMU may work in a folder of its own. */
const LONGEST_SOCKET = 107 - "qemu/".length;

export function checkLength(path: string, socket: string, note: Note): void {
  if (Buffer.byteLength(socket) <= LONGEST_SOCKET) return;
  const expected = `a socket path of at most ${LONGEST_SOCKET} bytes`;
  note(wrong(path, expected, shown(socket)));
}
