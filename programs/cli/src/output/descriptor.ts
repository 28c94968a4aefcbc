/**
 * Writing to standard output and error by their descriptors. Node's own streams
 * write there in the same way, synchronously (process.stdout in Node's manual),
 * but loading them takes a short command longer than its work.
 */

import { writeSync } from "node:fs";

/** Somebody made the descriptor non-blocking and its reader is slow: let the stream wait. */
const FULL = "EAGAIN";

/** Resolves when everything has been taken; rejects with EPIPE when nobody reads any more. */
export async function writeTo(
  descriptor: 1 | 2,
  chunk: string | Uint8Array,
): Promise<void> {
  const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
  let written = 0;
  try {
    while (written < bytes.length) {
      written += writeSync(descriptor, bytes, written);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== FULL) throw error;
    await writeByStream(descriptor, bytes.subarray(written));
  }
}

function writeByStream(descriptor: 1 | 2, bytes: Uint8Array): Promise<void> {
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  return new Promise((resolve, reject) => {
    stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
