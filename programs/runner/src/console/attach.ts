/** Joining who asks for it to the serial console of a running guest. */

import type { Duplex, Readable, Writable } from "node:stream";

/** A reader that is this far behind is let go: the guest must not wait for it. */
const MOST_WAITING = 1024 * 1024;

export interface Console {
  readonly output: Readable;
  readonly input: Writable;
}

/** Ends with the visitor or with the guest. */
export function attachToConsole(
  { output, input }: Console,
  visitor: Duplex,
): void {
  const show = (chunk: Buffer) => {
    if (visitor.writableLength > MOST_WAITING) visitor.destroy();
    else visitor.write(chunk);
  };
  const end = () => visitor.end();
  output.on("data", show).once("end", end);
  visitor.on("data", (chunk: Buffer) => {
    if (input.writableLength <= MOST_WAITING) input.write(chunk);
  });
  visitor.once("close", () => output.off("data", show).off("end", end));
}
