/** A person's terminal on the serial console of a guest. */

import { once } from "node:events";
import type { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";

/** Ctrl-], as telnet(1) and virsh(1) have it: Ctrl-C is for the guest. */
const LEAVE = 0x1d;

export interface Terminal {
  readonly stdin: Readable & {
    readonly isTTY?: boolean;
    setRawMode?(isRaw: boolean): unknown;
  };
  readonly stdout: Writable;
}

/** Resolves when the person leaves, the input ends or the guest does. */
export async function joinTerminal(
  stream: Socket,
  { stdin, stdout }: Terminal,
): Promise<void> {
  const setRaw = (isRaw: boolean) => {
    if (stdin.isTTY === true) stdin.setRawMode?.(isRaw);
  };
  setRaw(true);
  stream.on("data", (chunk: Buffer) => stdout.write(chunk)).resume();
  stdin.on("data", (chunk: Buffer) => {
    const leave = stdin.isTTY === true ? chunk.indexOf(LEAVE) : -1;
    if (leave === -1) stream.write(chunk);
    else stream.end(chunk.subarray(0, leave));
  });
  stdin.once("end", () => stream.end());
  try {
    await once(stream, "close");
  } finally {
    setRaw(false);
  }
}
