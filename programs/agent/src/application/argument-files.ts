/**
 * The arguments of an application, checked against what its manifest allows, and
 * for files against what is on disk (specification 3.6 item 3, design note 7).
 *
 * A file is named to the program by the path that the kernel gives for it after
 * all links were followed. A link that is changed after the check therefore
 * changes nothing. What remains: whoever may write inside an allowed directory
 * can put a link where the checked file was, and the program, which runs as the
 * same user as that writer or is shown those files on purpose, will follow it.
 */

import {
  type FileHandle,
  lstat,
  open,
  readlink,
  realpath,
} from "node:fs/promises";
import { posix } from "node:path";
import { quote } from "@ghaf/api";
import type { ResolvedApplication } from "@ghaf/api/config";
import { AgentError } from "../errors.ts";
import { isFilePath, isFlag, isUrl } from "./arguments.ts";

/** What a manifest says of an application's arguments. */
export type AllowedArguments = Pick<
  ResolvedApplication,
  "args" | "directories"
>;

/**
 * O_PATH of open(2), which node:fs does not name: finds a file without opening
 * it, so a fifo or a device is not touched. 010000000 on every architecture that
 * Linux and Node share (linux: include/uapi/asm-generic/fcntl.h).
 */
const O_PATH = 0o10000000;

/** Longer ones are cut in the answer. */
const LONGEST_SHOWN = 200;

/**
 * Checks each argument against the kinds that are allowed, in the order flag,
 * url, file.
 * @returns what to pass on: flags and URLs unchanged, canonical paths for files
 * @throws AgentError `invalid-request`, `invalid application argument: <arg>`
 */
export async function checkArguments(
  allowed: AllowedArguments,
  untrustedArguments: readonly string[],
): Promise<readonly string[]> {
  const passed: string[] = [];
  for (const untrusted of untrustedArguments) {
    passed.push(await checkArgument(allowed, untrusted));
  }
  return passed;
}

async function checkArgument(
  { args, directories }: AllowedArguments,
  untrusted: string,
): Promise<string> {
  if (args.includes("flag") && isFlag(untrusted)) return untrusted;
  if (args.includes("url") && isUrl(untrusted)) return untrusted;
  const path = args.includes("file")
    ? await canonicalFile(untrusted, directories)
    : undefined;
  if (path !== undefined) return path;
  const text = `invalid application argument: ${shown(untrusted)}`;
  throw new AgentError("invalid-request", text, { value: untrusted });
}

/**
 * The path of an existing file after all links, if the file is in one of the
 * directories both by the path it was named with and in truth.
 */
async function canonicalFile(
  untrusted: string,
  directories: readonly string[],
): Promise<string | undefined> {
  const named = isFilePath(untrusted) && isInOneOf(directories, untrusted);
  if (!named) return undefined;
  const path = await followLinks(untrusted);
  if (path === undefined) return undefined;
  const canonical = await Promise.all(directories.map(canonicalDirectory));
  const existing = canonical.filter((directory) => directory !== undefined);
  return isInOneOf(existing, path) ? path : undefined;
}

async function followLinks(untrusted: string): Promise<string | undefined> {
  let file: FileHandle;
  try {
    file = await open(untrusted, O_PATH);
  } catch {
    return undefined;
  }
  try {
    return await pathOf(file);
  } finally {
    await file.close();
  }
}

/** @returns undefined for a file that has no path any more */
async function pathOf(file: FileHandle): Promise<string | undefined> {
  const path = await readlink(`/proc/self/fd/${file.fd}`);
  try {
    // The kernel adds words such as " (deleted)" to paths that lead nowhere.
    const [there, here] = await Promise.all([lstat(path), file.stat()]);
    return there.dev === here.dev && there.ino === here.ino ? path : undefined;
  } catch {
    return undefined;
  }
}

/** A directory that is not there contains nothing. */
async function canonicalDirectory(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch {
    return undefined;
  }
}

/** Compares whole components: /tmpx is not in /tmp. */
function isInOneOf(directories: readonly string[], path: string): boolean {
  return directories.some((directory) => {
    const relative = posix.relative(directory, path);
    return relative !== ".." && !relative.startsWith("../");
  });
}

function shown(untrusted: string): string {
  const isPlain = /^[\x20-\x7e]*$/.test(untrusted);
  return isPlain && untrusted.length <= LONGEST_SHOWN
    ? untrusted
    : quote(untrusted);
}
