/** `ghaf-runner probe`: what works on this machine, a line each. */

import type { FindProgram } from "../program/find-program.ts";
import type { Accelerator } from "../spec/launch-spec.ts";
import type { Probe } from "./probe.ts";

const ALL: readonly Accelerator[] = ["kvm", "tcg"];

/** @throws RunnerError `not-installed` without QEMU */
export async function describeAccelerators(
  find: FindProgram,
  probe: Probe,
): Promise<string> {
  const qemu = await find("qemu-system-x86_64");
  let text = "";
  for (const accelerator of ALL) {
    const verdict = await probe(accelerator, qemu);
    const said = verdict.works ? "works" : `does not work: ${verdict.reason}`;
    text += `${accelerator}  ${said}\n`;
  }
  return text;
}
