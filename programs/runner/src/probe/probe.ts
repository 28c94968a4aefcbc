/** Whether an accelerator works on this machine: a tiny guest that arrives is the only proof. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dyingWithUs } from "../program/dies-with-us.ts";
import type { FindProgram } from "../program/find-program.ts";
import type { ProgramEnd, RunProgram } from "../program/run-program.ts";
import type { Accelerator } from "../spec/launch-spec.ts";
import { ARRIVED, bootRom } from "./boot-rom.ts";

export type Verdict = { readonly works: true } | Failure;

export interface Failure {
  readonly works: false;
  /** A clause for a message. */
  readonly reason: string;
  /** The guest did not arrive in time, which may be the machine's fault. */
  readonly isLate?: true;
}

/** Tries an accelerator with the QEMU at that path. */
export type Probe = (
  accelerator: Accelerator,
  qemu: string,
) => Promise<Verdict>;

export interface ProbeParts {
  readonly find: FindProgram;
  readonly run: RunProgram;
  /** Where the guest's file lies for a moment. */
  readonly temporaryFolder: string;
}

/** Nothing stands in for emulation, so there is no hurry to give it up. */
const DEADLINES_MS: Readonly<Record<Accelerator, number>> = {
  kvm: 3_000,
  tcg: 30_000,
};

/** The processor that launch specifications ask for with each accelerator (machine-design 3). */
const WAYS: Readonly<Record<Accelerator, readonly string[]>> = {
  kvm: ["-accel", "kvm", "-cpu", "host"],
  tcg: ["-accel", "tcg,thread=multi", "-cpu", "max"],
};

export function createProbe({ find, run, temporaryFolder }: ProbeParts): Probe {
  return async (accelerator, qemu) => {
    const folder = await mkdtemp(join(temporaryFolder, "ghaf-probe-"));
    try {
      const rom = join(folder, "rom");
      await writeFile(rom, bootRom());
      const argv = await dyingWithUs(guestOf(qemu, accelerator, rom), find);
      const deadlineMs = DEADLINES_MS[accelerator];
      return verdictOf(await run({ argv, deadlineMs }), deadlineMs);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

function guestOf(
  qemu: string,
  accelerator: Accelerator,
  rom: string,
): readonly [string, ...string[]] {
  return [
    qemu,
    ...["-M", "q35", ...WAYS[accelerator], "-m", "16"],
    ...["-nodefaults", "-no-user-config", "-no-reboot", "-display", "none"],
    ...["-bios", rom, "-device", "isa-debug-exit"],
  ];
}

function verdictOf(end: ProgramEnd, deadlineMs: number): Verdict {
  if (end.code === ARRIVED) return { works: true };
  if (end.isLate) {
    const reason = `a guest of a few instructions was not through after ${deadlineMs} ms`;
    return { works: false, reason, isLate: true };
  }
  const how = end.code === undefined ? "was killed" : `ended with ${end.code}`;
  const why = end.complaint === "" ? "" : `: ${end.complaint}`;
  return { works: false, reason: `QEMU ${how}${why}` };
}
