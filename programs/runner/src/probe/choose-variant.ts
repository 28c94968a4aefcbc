/** Which of the ways to start a VM this machine takes. */

import { RunnerError } from "../errors.ts";
import type { FindProgram } from "../program/find-program.ts";
import type { Accelerator, LaunchSpec, Variant } from "../spec/launch-spec.ts";
import type { Probe } from "./probe.ts";

export interface Choice {
  readonly variant: Variant;
  /** QEMU's absolute path. */
  readonly qemu: string;
  /** Better variants that do not work here, one clause each. */
  readonly passedOver: readonly string[];
}

export interface ChoosingParts {
  readonly find: FindProgram;
  readonly probe: Probe;
}

/**
 * The first variant whose accelerator works; with a wanted accelerator that one,
 * untried: who asks for it wants to see what happens.
 * @throws RunnerError `no-accelerator` with what is wrong with each
 */
export async function chooseVariant(
  { variants, vm }: LaunchSpec,
  wanted: Accelerator | "auto",
  { find, probe }: ChoosingParts,
): Promise<Choice> {
  const passedOver: string[] = [];
  for (const variant of variants) {
    const { accelerator, argv } = variant;
    if (wanted !== "auto" && wanted !== accelerator) continue;
    const qemu = await find(argv[0]);
    if (wanted === accelerator) return { variant, qemu, passedOver };
    const verdict = await probe(accelerator, qemu);
    if (verdict.works) return { variant, qemu, passedOver };
    passedOver.push(`${accelerator}: ${verdict.reason}`);
  }
  const reason =
    wanted === "auto"
      ? `no accelerator works here: ${passedOver.join("; ")}`
      : `its specification has no variant for ${wanted}`;
  throw new RunnerError("no-accelerator", `${vm} cannot start: ${reason}`);
}
