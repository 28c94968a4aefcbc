/** A guest that is late proves nothing on a machine that is late with everything, as when a device starts all its VMs at once. */

import type { Clock } from "../clock.ts";
import type { Failure, Probe, Verdict } from "./probe.ts";

const TRIES = 3;
/** Emulation needs a tenth of a second where nothing else happens. */
const PROMPT_MS = 1_500;

/** The same probe, which calls a late guest late only beside an emulated one that is not; else it tries again. */
export function sureProbe(probe: Probe, clock: Clock): Probe {
  return async (accelerator, qemu) => {
    let verdict = await probe(accelerator, qemu);
    // Nothing stands in for it, and it was waited for long enough.
    if (accelerator === "tcg") return verdict;
    for (let tries = 1; tries < TRIES && isLate(verdict); tries += 1) {
      const { reason } = verdict;
      if (await isPrompt(qemu)) return { works: false, reason };
      verdict = await probe(accelerator, qemu);
    }
    return verdict;
  };

  async function isPrompt(qemu: string): Promise<boolean> {
    const start = clock.now();
    const { works } = await probe("tcg", qemu);
    return works && clock.now() - start < PROMPT_MS;
  }
}

function isLate(verdict: Verdict): verdict is Failure {
  return !verdict.works && verdict.isLate === true;
}
