/** Stopping something that may not want to: politely first, each step with its time, and a report of what it took. */

import { deferred } from "@ghaf/daemon";
import type { Clock } from "../clock.ts";
import { RunnerError, reasonOf } from "../errors.ts";

export type StepName = "poweroff" | "acpi" | "term" | "kill";

export interface StopStep {
  readonly name: StepName;
  /** Milliseconds that it gets. */
  readonly patienceMs: number;
  /** An error means that the next step's time has come. */
  readonly act: () => Promise<void> | void;
}

export interface StepReport {
  readonly name: StepName;
  readonly tookMs: number;
  /** Why it was no use at once. */
  readonly refused?: string;
}

export interface StopReport {
  /** The step that it ended in; undefined: it had ended before any. */
  readonly needed: StepName | undefined;
  readonly steps: readonly StepReport[];
}

export interface StopParts {
  /** Resolves when it has ended. */
  readonly ended: Promise<unknown>;
  /** Aborted: the last step is due. */
  readonly hurry: AbortSignal;
  readonly clock: Clock;
}

/** @throws RunnerError `qemu` when it outlives even the last step */
export async function stopInSteps(
  steps: readonly StopStep[],
  parts: StopParts,
): Promise<StopReport> {
  const reports: StepReport[] = [];
  const left = [...steps];
  for (let step = left.shift(); step !== undefined; step = left.shift()) {
    if (parts.hurry.aborted && left.length > 0) continue;
    const { report, isOver } = await take(step, left.length === 0, parts);
    reports.push(report);
    if (isOver) return { needed: step.name, steps: reports };
  }
  throw new RunnerError("qemu", "QEMU does not end, not even by SIGKILL");
}

/** Asking takes time too, of a QEMU that has much to do: it is part of the step's. */
async function take(
  { name, patienceMs, act }: StopStep,
  isLast: boolean,
  { ended, hurry, clock }: StopParts,
): Promise<{ readonly report: StepReport; readonly isOver: boolean }> {
  const start = clock.now();
  const report = () => ({ name, tookMs: Math.round(clock.now() - start) });
  const patience = startPatience({
    ...{ patienceMs, clock },
    hurry: isLast ? undefined : hurry,
  });
  const over = ended.then(() => "over" as const);
  try {
    const asked = Promise.resolve(act()).then(() => "asked" as const);
    const first = await Promise.race([over, asked, patience.lost]);
    if (first === "lost") {
      const refused = "QEMU did not take it in that time";
      return { report: { ...report(), refused }, isOver: false };
    }
    const isOver = (await Promise.race([over, patience.lost])) === "over";
    return { report: report(), isOver };
  } catch (error) {
    const refused = reasonOf(error);
    return { report: { ...report(), refused }, isOver: false };
  } finally {
    patience.end();
  }
}

interface Patience {
  readonly patienceMs: number;
  readonly hurry: AbortSignal | undefined;
  readonly clock: Clock;
}

/** @returns a promise that resolves when it is lost: its time is over, or somebody is in a hurry */
function startPatience({ patienceMs, hurry, clock }: Patience) {
  const lost = deferred<"lost">();
  const lose = () => lost.resolve("lost");
  const cancel = clock.after(patienceMs, lose);
  hurry?.addEventListener("abort", lose, { once: true });
  if (hurry?.aborted) lose();
  const end = () => {
    cancel();
    hurry?.removeEventListener("abort", lose);
  };
  return { lost: lost.promise, end };
}
