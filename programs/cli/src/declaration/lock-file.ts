/** The lock file beside a configuration, which several commands may change at a time, as for two instances of one device. */

import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import {
  EMPTY_LOCK,
  type Lock,
  PlanError,
  parseLock,
  printLock,
} from "@ghaf/plan";
import { CliError } from "../ghaf/cli-error.ts";
import { writeText } from "./write-text.ts";

/** A device that was never built has none. @throws CliError `configuration` */
export async function readLock(path: string): Promise<Lock> {
  try {
    return parseLock(await readFile(path, "utf8"));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return EMPTY_LOCK;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const hints =
      cause instanceof PlanError
        ? ["take it from your version control again, or remove it"]
        : [];
    throw new CliError("configuration", `${path}: ${reason}`, { hints, cause });
  }
}

export interface Changed<Result> {
  readonly lock: Lock;
  /** What the caller wants to know of it. */
  readonly result: Result;
}

/**
 * Reads it, and writes what `change` makes of it, while nobody else does: what another command
 * has allocated meanwhile is read, and not overwritten. Nothing slow belongs in `change`.
 */
export async function changeLock<Result>(
  path: string,
  change: (lock: Lock) => Changed<Result>,
): Promise<Result> {
  // Only who writes needs what builds images.
  const { takeLock } = await import("@ghaf/image");
  // The folder itself is locked: a file for it would lie among the person's own.
  const taken = await takeLock(dirname(path), { mode: "exclusive" });
  try {
    const before = await readLock(path);
    const { lock, result } = change(before);
    const text = printLock(lock);
    if (text !== printLock(before)) await writeText(path, text);
    return result;
  } finally {
    await taken.release();
  }
}

export interface BuiltFrom {
  /** The packages of the lock that the build began with. */
  readonly began: Lock["packages"];
  /** Those that it was made of. */
  readonly built: Lock["packages"];
}

/**
 * What images are made of; nothing else of the file is touched, and nothing of it by a build
 * that resolved nothing.
 * @throws CliError `configuration` when another command has changed the packages meanwhile
 */
export async function rememberPackages(
  path: string,
  { began, built }: BuiltFrom,
): Promise<void> {
  if (isDeepStrictEqual(began, built)) return;
  await changeLock(path, (before) => {
    const isOurs = [began, built].some((packages) =>
      isDeepStrictEqual(before.packages, packages),
    );
    if (!isOurs) {
      const text = `${path}: another command has changed its packages while images were built from what it said before`;
      throw new CliError("configuration", text, {
        hints: ["run the command again"],
      });
    }
    return { lock: { ...before, packages: built }, result: undefined };
  });
}
