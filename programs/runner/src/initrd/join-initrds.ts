/** The initial RAM disk of one VM: the archives of its specification behind each other, in a file that only the runner's user reads. */

import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { RunnerError, reasonOf, systemCode } from "../errors.ts";

/** The kernel looks for the next archive at a multiple of 4 bytes (initramfs buffer format). */
const ALIGNMENT = 4;
const CHUNK = 1024 * 1024;

/**
 * Writes `target` anew, whole or not at all, with mode 0600: it holds secrets.
 * @returns how long it is
 * @throws RunnerError `missing-file` that names the archive that is not there
 */
export async function joinInitrds(
  files: readonly string[],
  target: string,
): Promise<number> {
  const draft = `${target}.new`;
  await rm(draft, { force: true });
  const output = await open(draft, "wx", 0o600);
  let bytes = 0;
  try {
    for (const file of files) bytes += await append(file, output);
    await output.chmod(0o600); // the umask does not widen, but what was asked for is exact
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await output.close();
  }
  await rename(draft, target);
  return bytes;
}

async function append(file: string, output: FileHandle): Promise<number> {
  const input = await openArchive(file);
  try {
    const length = await copy(input, output);
    const rest = (ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT;
    if (rest > 0) await output.write(Buffer.alloc(rest));
    return length + rest;
  } finally {
    await input.close();
  }
}

async function copy(input: FileHandle, output: FileHandle): Promise<number> {
  const chunk = Buffer.alloc(CHUNK);
  let length = 0;
  for (;;) {
    const { bytesRead } = await input.read(chunk, 0, CHUNK, null);
    if (bytesRead === 0) return length;
    await output.writeFile(chunk.subarray(0, bytesRead));
    length += bytesRead;
  }
}

async function openArchive(file: string): Promise<FileHandle> {
  try {
    return await open(file, "r");
  } catch (cause) {
    const reason =
      systemCode(cause) === "ENOENT"
        ? "does not exist"
        : `cannot be read: ${reasonOf(cause)}`;
    const text = `initial RAM disk ${file} ${reason}`;
    throw new RunnerError("missing-file", text, { value: file, cause });
  }
}
