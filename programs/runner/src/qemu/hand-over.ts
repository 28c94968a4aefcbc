/**
 * The files in QEMU's arguments, opened by the runner for a QEMU whose account may
 * not do it: neither the state directory nor the image store lets it in, and a disk
 * keeps its owner. Disks are handed over as descriptor sets, which QEMU never opens
 * again, so an image that is open for reading stays as it is. What QEMU reads with
 * its C library, kernel and firmware, is named by /proc/self/fd, which does open
 * the file again: that account must be allowed to read the file itself.
 */

import { type FileHandle, open } from "node:fs/promises";
import type { Account } from "../account/account.ts";
import { RunnerError, reasonOf, systemCode } from "../errors.ts";

export interface HandOver {
  readonly account: Account;
  /** Gives the number that the descriptor will have in QEMU; the handle is closed by who started it. */
  readonly pass: (handle: FileHandle) => number;
}

/** Options whose argument is a file to read. */
const READ: readonly string[] = ["-kernel", "-initrd", "-bios", "-dtb"];
/** A slot that the runner fills with a file of the account. */
const SLOT = "{initrd}";

/** @throws RunnerError `missing-file` that names the file */
export async function handOverFiles(
  words: readonly string[],
  parts: HandOver,
): Promise<string[]> {
  const sets: string[] = [];
  const rest: string[] = [];
  for (const [index, word] of words.entries()) {
    const option = words[index - 1] ?? "";
    if (READ.includes(option) && word !== SLOT) {
      rest.push(await passReadable(word, parts));
    } else if (option === "-drive") {
      rest.push(await passDisk(word, { sets, parts }));
    } else rest.push(word);
  }
  return [...sets, ...rest];
}

async function passReadable(
  file: string,
  { account, pass }: HandOver,
): Promise<string> {
  const handle = await openFile(file, "r");
  const number = pass(handle);
  const { uid, gid, mode } = await handle.stat();
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  if (((mode >> shift) & 0o4) !== 0) return `/proc/self/fd/${number}`;
  const text = `${file} cannot be read by account ${account.name}: chmod a+r ${file}`;
  throw new RunnerError("account", text, { value: file });
}

/** QEMU wants one descriptor for each way in which it opens a disk. */
async function passDisk(
  word: string,
  { sets, parts }: { readonly sets: string[]; readonly parts: HandOver },
): Promise<string> {
  const fields = word.match(/(?:[^,]|,,)+/g) ?? [];
  const place = fields.findIndex((field) => field.startsWith("file="));
  const file = (fields[place] ?? "").slice(5).replaceAll(",,", ",");
  // An empty drive has none, and what has a protocol is no file.
  if (file === "" || /^[a-z0-9+.-]+:/.test(file)) return word;
  const ways = isReadOnly(fields) ? (["r"] as const) : (["r", "r+"] as const);
  const set = sets.length / 2 + 1;
  for (const way of ways) {
    const number = parts.pass(await openFile(file, way));
    sets.push("-add-fd", `fd=${number},set=${set}`);
  }
  const changed = `file=/dev/fdset/${set}`;
  return fields
    .map((field, index) => (index === place ? changed : field))
    .join(",");
}

function isReadOnly(fields: readonly string[]): boolean {
  return ["read-only=on", "readonly=on", "media=cdrom"].some((field) =>
    fields.includes(field),
  );
}

async function openFile(file: string, way: "r" | "r+"): Promise<FileHandle> {
  try {
    return await open(file, way);
  } catch (cause) {
    const isAbsent = systemCode(cause) === "ENOENT";
    const why = isAbsent ? "does not exist" : reasonOf(cause);
    const text = `${file} ${why}`;
    throw new RunnerError("missing-file", text, { value: file, cause });
  }
}
