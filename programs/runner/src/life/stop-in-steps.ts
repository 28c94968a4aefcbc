/** Stopping something that may not want to: politely first, each step with its time, and a report of what it took. */

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

async function take(
  { name, patienceMs, act }: StopStep,
  isLast: boolean,
  { ended, hurry, clock }: StopParts,
): Promise<{ readonly report: StepReport; readonly isOver: boolean }> {
  const start = clock.now();
  const report = () => ({ name, tookMs: Math.round(clock.now() - start) });
  const over = ended.then(() => true);
  try {
    await Promise.race([act(), over]);
  } catch (error) {
    const refused = reasonOf(error);
    return { report: { ...report(), refused }, isOver: false };
  }
  const isOver = await endsWithin(over, {
    ...{ patienceMs, clock },
    hurry: isLast ? undefined : hurry,
  });
  return { report: report(), isOver };
}

interface Patience {
  readonly patienceMs: number;
  readonly hurry: AbortSignal | undefined;
  readonly clock: Clock;
}

function endsWithin(
  over: Promise<boolean>,
  { patienceMs, hurry, clock }: Patience,
): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (isOver: boolean) => {
      cancel();
      hurry?.removeEventListener("abort", giveUp);
      resolve(isOver);
    };
    const giveUp = () => finish(false);
    const cancel = clock.after(patienceMs, giveUp);
    hurry?.addEventListener("abort", giveUp, { once: true });
    if (hurry?.aborted) giveUp();
    void over.then(() => finish(true));
  });
}
