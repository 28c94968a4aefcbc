/** From the file of a person, and the lock file beside it, to the plan of the device. */

import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type Allocation,
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

export interface PlanOptions {
  /** What plays the host; absent: a machine with a systemd of its own. */
  readonly host?: HostKind;
  /** The caller writes the lock file: who the device is is drawn by lot, unless that was done. */
  readonly isWriter?: boolean;
}

/** Ends the command, with everything said, when there is a mistake. @throws Ended, CliError */
export async function openPlan(
  file: string | undefined,
  surroundings: Surroundings,
  { host, isWriter = false }: PlanOptions = {},
): Promise<OpenedPlan> {
  const sound = await openSound(file, surroundings);
  const folder =
    sound.file === undefined ? surroundings.io.folder : dirname(sound.file);
  const lockFile = join(folder, LOCK_FILE);
  const lock = await readLock(lockFile);
  const { allocation } = lock;
  const before = isWriter ? withDevice(allocation) : allocation;
  const made = plan(sound.system, before, host);
  refuse(made.problems, surroundings);
  return { ...made, system: sound.system, lockFile, lock };
}

function withDevice(allocation: Allocation): Allocation {
  const device = allocation.device ?? randomBytes(16).toString("hex");
  return { ...allocation, device };
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
