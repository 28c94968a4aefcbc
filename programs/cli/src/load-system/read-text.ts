/** Files of a person as text: regular files of a bounded size in UTF-8, or the reason why not. */

import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
} from "node:fs";

export type ReadText =
  | { readonly text: string }
  /** A clause: `does not exist`. */
  | { readonly reason: string };

export const LARGEST_DATA = 1024 * 1024;
export const LARGEST_CODE = 16 * 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  ENOTDIR: "does not exist",
  EACCES: "cannot be read: permission denied",
  ELOOP: "cannot be read: its links lead in a circle",
};

/** @param largest bytes */
export function readText(file: string, largest: number): ReadText {
  try {
    return decoded(readWhole(file, largest));
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** What a failed system call says about a file: a clause. */
export function reasonOf(error: unknown): string {
  const code =
    error instanceof Error && "code" in error ? String(error.code) : "";
  return REASONS[code] ?? `cannot be read: ${code || String(error)}`;
}

function readWhole(file: string, largest: number): Buffer | string {
  // Opening a pipe would wait for whoever writes to it.
  const opened = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const facts = fstatSync(opened);
    if (facts.isDirectory()) return "is a folder, not a file";
    if (!facts.isFile()) return "is not a regular file";
    if (facts.size > largest) return `is larger than ${largest} bytes`;
    return readFileSync(opened);
  } finally {
    closeSync(opened);
  }
}

function decoded(content: Buffer | string): ReadText {
  if (typeof content === "string") return { reason: content };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(content) };
  } catch {
    return { reason: "is not text in UTF-8" };
  }
}
