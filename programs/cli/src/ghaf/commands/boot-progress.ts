/** Tells a person what takes so long while a VM boots. A courtesy: it never makes a command fail. */

import { setTimeout as pause } from "node:timers/promises";
import type { VmName } from "@ghaf/api";
import { ItemList } from "@ghaf/client";
import type { Control } from "../control.ts";
import { type VmPhase, vmPhase } from "../rows/vms.ts";

/** Between two looks at a VM of this machine. */
const LOOK_MS = 1_000;

/**
 * Does the work, and while it lasts watches the VM and tells its way on stderr.
 * A VM that is up all the time gives no word.
 */
export async function withBootProgress<Result>(
  control: Control,
  vm: VmName,
  work: () => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  const telling = Promise.all([
    tellPhases(control, vm, over.signal),
    tellStandstill(control, vm, over.signal),
  ]);
  try {
    return await work();
  } finally {
    over.abort();
    await telling;
  }
}

async function tellPhases(
  control: Control,
  vm: VmName,
  signal: AbortSignal,
): Promise<void> {
  const list = new ItemList();
  let told: VmPhase = "up";
  try {
    for await (const event of control.client.watch({
      signal,
      firstAttempt: "fail",
    })) {
      list.apply(event);
      const phase = vmPhase(list.items, vm);
      if (phase === told || phase === "unknown" || signal.aborted) continue;
      told = phase;
      control.surface.tell(sentence(vm, phase));
    }
  } catch {
    // The work itself reports what is wrong with the connection.
  }
}

/** Without a word of it a person would wait for a VM that waits for the person. */
async function tellStandstill(
  { isDevice, standstill, surface }: Control,
  vm: VmName,
  signal: AbortSignal,
): Promise<void> {
  let told: string | undefined;
  while (isDevice && !signal.aborted) {
    const heard = await standstill(vm);
    if (heard !== undefined && heard !== told && !signal.aborted) {
      const why = heard === "" ? "" : ` (${heard})`;
      surface.tell(
        `${vm} stands still${why}; ghaf vm resume ${vm} lets it go on`,
      );
    }
    told = heard;
    await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}

function sentence(vm: VmName, phase: Exclude<VmPhase, "unknown">): string {
  switch (phase) {
    case "off":
      return `${vm} is off; it is being started…`;
    case "booting":
      return `${vm} is starting…`;
    case "up":
      return `${vm} is up`;
  }
}
