/** From the file of a person, and the lock file beside it, to the plan of the device. */

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  EMPTY_LOCK,
  type HostKind,
  type Lock,
  type Plan,
  PlanError,
  type PlanProblem,
  parseLock,
  plan,
} from "@ghaf/plan";
import type { System } from "@ghaf/system";
import { CliError, Ended, exitStatus } from "../ghaf/cli-error.ts";
import { openSound, type Surroundings } from "./open.ts";

const LOCK_FILE = "ghaf.lock.json";

/** A plan, and what it was made from. */
export interface OpenedPlan extends Plan {
  readonly system: System;
  /** Beside the configuration. */
  readonly lockFile: string;
  /** What was in it; empty when there is none. */
  readonly lock: Lock;
}

/**
 * Ends the command, with everything said, when there is a mistake.
 * @param host what plays the host; absent: a machine with a systemd of its own
 * @throws Ended, CliError
 */
export async function openPlan(
  file: string | undefined,
  surroundings: Surroundings,
  host?: HostKind,
): Promise<OpenedPlan> {
  const sound = await openSound(file, surroundings);
  const folder =
    sound.file === undefined ? surroundings.io.folder : dirname(sound.file);
  const lockFile = join(folder, LOCK_FILE);
  const lock = await readLock(lockFile);
  const made = plan(sound.system, lock.allocation, host);
  refuse(made.problems, surroundings);
  return { ...made, system: sound.system, lockFile, lock };
}

/** A device that was never built has none. */
async function readLock(path: string): Promise<Lock> {
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

function refuse(
  problems: readonly PlanProblem[],
  { surface }: Surroundings,
): void {
  for (const { reason, fix } of problems) {
    surface.tell(`error: ${reason}`);
    surface.tell(`  fix: ${fix}`);
  }
  if (problems.length > 0) throw new Ended(exitStatus("configuration"));
}
