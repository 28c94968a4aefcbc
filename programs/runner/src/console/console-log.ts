/** The file with what a guest wrote to its serial console: two files of bounded size, the newest bytes in them. */

import { type FileHandle, open, rename } from "node:fs/promises";
import { Writable } from "node:stream";
import { systemCode } from "../errors.ts";

export interface ConsoleLogOptions {
  /** Bytes after which the file becomes `<file>.1`, and a new one begins. */
  readonly mostBytes: number;
  /** Told once: a full disk is no reason to stop a VM. */
  readonly onError: (error: unknown) => void;
}

/** What was there before, from an earlier start, becomes `<file>.1`. */
export function openConsoleLog(
  file: string,
  { mostBytes, onError }: ConsoleLogOptions,
): Writable {
  let handle: FileHandle | undefined;
  let length = 0;
  let hasFailed = false;
  const rotate = async () => {
    await handle?.close();
    handle = undefined;
    await keepOld(file);
    handle = await open(file, "w", 0o600);
    length = 0;
  };
  const write = async (chunk: Buffer) => {
    if (handle === undefined || length + chunk.length > mostBytes) {
      await rotate();
    }
    const part = chunk.subarray(-mostBytes);
    await handle?.writeFile(part);
    length += part.length;
  };
  const attempt = async (work: Promise<void> | undefined) => {
    try {
      await work;
    } catch (error) {
      if (!hasFailed) onError(error);
      hasFailed = true;
    }
  };
  return new Writable({
    construct: (done) => void attempt(rotate()).then(() => done()),
    write: (chunk, _encoding, done) =>
      void attempt(write(chunk)).then(() => done()),
    final: (done) => void attempt(handle?.close()).then(() => done()),
  });
}

async function keepOld(file: string): Promise<void> {
  try {
    await rename(file, `${file}.1`);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}
