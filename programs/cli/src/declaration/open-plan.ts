/** From the file of a person, and the lock file beside it, to the plan of the device. */

import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import {
  type Allocation,
  type HostKind,
  type Lock,
  type Plan,
  type PlanProblem,
  plan,
} from "@ghaf/plan";
import type { System } from "@ghaf/system";
import { Ended, exitStatus } from "../ghaf/cli-error.ts";
import { changeLock, readLock } from "./lock-file.ts";
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
  /**
   * What is allocated is remembered in the lock file, before anything is done with it; who the
   * device is is drawn by lot, unless that was done.
   */
  readonly isWriter?: boolean;
}

/** Ends the command, with everything said, when there is a mistake. @throws Ended, CliError */
export async function openPlan(
  file: string | undefined,
  surroundings: Surroundings,
  { host, isWriter = false }: PlanOptions = {},
): Promise<OpenedPlan> {
  const { system, file: found } = await openSound(file, surroundings);
  const folder = found === undefined ? surroundings.io.folder : dirname(found);
  const lockFile = join(folder, LOCK_FILE);
  const planned = (lock: Lock, before: Allocation) => {
    const made = plan(system, before, host);
    refuse(made.problems, surroundings);
    return { ...made, system, lockFile, lock };
  };
  if (!isWriter) {
    const lock = await readLock(lockFile);
    return planned(lock, lock.allocation);
  }
  return await changeLock(lockFile, (before) => {
    const made = planned(before, withDevice(before.allocation));
    const lock = { ...before, allocation: made.allocation };
    return { lock, result: { ...made, lock } };
  });
}

function withDevice(allocation: Allocation): Allocation {
  const device = allocation.device ?? randomBytes(16).toString("hex");
  return { ...allocation, device };
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
