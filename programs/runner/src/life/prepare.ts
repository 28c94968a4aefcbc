/** Everything that a VM needs before its QEMU starts, and how it is taken back. */

import { rm } from "node:fs/promises";
import { checkGoesOn } from "../errors.ts";
import { joinInitrds } from "../initrd/join-initrds.ts";
import { type AvailableMemory, checkMemory } from "../memory/check-memory.ts";
import type { FindProgram } from "../program/find-program.ts";
import { type RunProgram, stoppable } from "../program/run-program.ts";
import { checkSocketIsFree } from "../qemu/connect-socket.ts";
import type { LaunchSpec } from "../spec/launch-spec.ts";
import { openTaps } from "../tap/taps.ts";
import { makeVolumes } from "../volume/make-volumes.ts";

export interface PrepareParts {
  readonly find: FindProgram;
  readonly run: RunProgram;
  readonly availableMemory: AvailableMemory;
  /** Aborted: it is not to start any more. */
  readonly stopping: AbortSignal;
}

export interface Prepared {
  /** The joined initial RAM disk. */
  readonly initrd: string | undefined;
  readonly madeVolumes: readonly string[];
  /** Takes everything back but the volumes. */
  undo(): Promise<void>;
}

/** In the state directory, which is the working directory. */
const INITRD = "ghaf-initrd";

/**
 * @throws RunnerError; what was prepared until then is taken back
 */
export async function prepare(
  spec: LaunchSpec,
  parts: PrepareParts,
): Promise<Prepared> {
  const taken: (() => Promise<void>)[] = [];
  const undo = async () => {
    for (const back of taken.splice(0).reverse()) await back();
  };
  try {
    await checkSocketIsFree(spec.controlSocket);
    await checkSocketIsFree(spec.runnerSocket);
    taken.push(() => removeAll([spec.controlSocket, spec.runnerSocket]));
    await checkMemory(spec, parts.availableMemory);
    const { find, stopping } = parts;
    const run = stoppable(parts.run, stopping);
    const madeVolumes = await makeVolumes(spec.volumes, { find, run });
    const initrd = spec.initrds.length > 0 ? INITRD : undefined;
    taken.push(() => removeAll([INITRD]));
    if (initrd !== undefined) await joinInitrds(spec.initrds, initrd);
    checkGoesOn(stopping);
    const taps = await openTaps(spec.taps, parts);
    taken.push(() => taps.close());
    checkGoesOn(stopping);
    return { initrd, madeVolumes, undo };
  } catch (error) {
    await undo();
    throw error;
  }
}

async function removeAll(files: readonly string[]): Promise<void> {
  for (const file of files) await rm(file, { force: true });
}
