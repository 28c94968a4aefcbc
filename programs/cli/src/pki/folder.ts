/**
 * Folders of secrets on disk. A folder appears whole or not at all, a file is
 * replaced whole or not at all, and nothing is readable by others even for a
 * moment.
 */

import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  createFile,
  draftOf,
  replaceFile,
  syncFolder,
} from "../files/whole-file.ts";
import { CliError } from "../ghaf/cli-error.ts";

export interface FileToWrite {
  /** Within the folder. */
  readonly name: string;
  readonly text: string;
  /** `secret` is 0600, `public` 0644. */
  readonly access: "secret" | "public";
}

const FOLDER_MODE = 0o700;
const MODES = { secret: 0o600, public: 0o644 } as const;

/**
 * Makes the folder with all its files.
 * @returns false, with nothing changed, when something of that name is there
 */
export async function createFolder(
  folder: string,
  files: readonly FileToWrite[],
): Promise<boolean> {
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true, mode: FOLDER_MODE });
  const draft = await draftOf(folder);
  try {
    await mkdir(draft, { mode: FOLDER_MODE });
    for (const { name, text, access } of files) {
      await createFile(join(draft, name), text, MODES[access]);
    }
    // Refused where the target is a file or a folder with content: rename(2).
    await rename(draft, folder);
    await syncFolder(parent);
    return true;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (isOneOf(error, ["EEXIST", "ENOTEMPTY", "ENOTDIR"])) return false;
    throw error;
  }
}

/** Replaces the files of an existing folder, one after the other. */
export async function replaceFiles(
  folder: string,
  files: readonly FileToWrite[],
): Promise<void> {
  for (const { name, text, access } of files) {
    await replaceFile(join(folder, name), text, MODES[access]);
  }
}

/** Adds a word to a file of words, unless it is there. */
export async function addWord(path: string, word: string): Promise<void> {
  const file = await open(path, "a+", 0o644);
  try {
    const text = await file.readFile("utf8");
    if (text.split(/\s+/).includes(word)) return;
    await file.appendFile(text === "" ? word : ` ${word}`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** @returns undefined when there is no such file */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if (isOneOf(cause, ["ENOENT", "ENOTDIR"])) return undefined;
    throw fileError("read", path, cause);
  }
}

/** What a failed system call says to a person. */
export function fileError(
  verb: "read" | "write",
  path: string,
  cause: unknown,
): CliError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CliError("failed", `cannot ${verb} ${path}: ${reason}`, { cause });
}

function isOneOf(error: unknown, codes: readonly string[]): boolean {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return codes.includes(String(code));
}
