/** One run of the VM whose state directory is the working directory: nobody else has it meanwhile, and status.json tells how it goes. */

import { basename } from "node:path";
import type { Logger } from "@ghaf/daemon";
import { type Answering, takeDoor } from "../door/door.ts";
import { RunnerError, reasonOf } from "../errors.ts";
import { imageKey } from "../image/image-key.ts";
import { readSpec } from "../spec/read-spec.ts";
import { revision } from "../status/revision.ts";
import { openStatusFile, type StatusFile } from "../status/status-file.ts";
import { type Outcome, reasonOfOutcome } from "./outcome.ts";
import { type RunVmParts, runVm, type Wishes } from "./run-vm.ts";

export type RunParts = Omit<RunVmParts, "door" | "status">;

/**
 * Runs it to its end.
 * @throws RunnerError when it cannot be started
 */
export async function runStateDir(
  wishes: Wishes,
  parts: RunParts,
): Promise<Outcome> {
  const door = await takeDoor(".");
  try {
    // Only who has the directory writes its status.
    const status = await beginStatus(parts);
    door.open(starting(wishes.stop));
    try {
      const outcome = await readAndRun(wishes, { ...parts, door, status });
      status.change({ phase: "ended", ...toldOf(outcome) });
      report(outcome, status.current.vm, parts.log);
      return outcome;
    } catch (error) {
      const outcome = { kind: "failed", reason: reasonOf(error) } as const;
      status.change({ phase: "ended", outcome });
      throw error;
    } finally {
      await status.flush();
    }
  } finally {
    await door.close();
  }
}

async function beginStatus({ clock, log }: RunParts): Promise<StatusFile> {
  return openStatusFile({
    vm: basename(process.cwd()),
    image: await imageKey(),
    revision: await revision(),
    runnerPid: process.pid,
    clock,
    onError: (error) => log.warning("the status is not written", { error }),
  });
}

async function readAndRun(wishes: Wishes, parts: RunVmParts): Promise<Outcome> {
  const { spec, warnings } = await readSpec(".");
  for (const warning of warnings) parts.log.warning(warning);
  parts.status.change({ vm: spec.vm });
  return await runVm(spec, wishes, parts);
}

function toldOf(outcome: Outcome) {
  const { kind } = outcome;
  return {
    outcome: { kind, reason: reasonOfOutcome(outcome) },
    stop: "report" in outcome ? outcome.report : null,
  };
}

/** What can be asked for before there is a VM: that there shall be none. */
function starting(stop: () => void): Answering {
  const refuse = () => {
    throw new RunnerError("qemu", "the VM is starting");
  };
  return {
    shutdown: stop,
    ...{ balloon: refuse, console: refuse, screendump: refuse },
    ...{ pause: refuse, resume: refuse, state: refuse },
  };
}

function report(outcome: Outcome, vm: string, log: Logger): void {
  const { kind } = outcome;
  switch (kind) {
    case "stopped":
    case "powered-off":
    case "rebooted":
      log.notice(`the VM has ended: ${kind}`, { vm });
      return;
    case "crashed":
      log.error("the VM has crashed", { vm, reason: outcome.reason });
      return;
    case "not-ready":
      log.error(reasonOfOutcome(outcome), { vm });
      return;
  }
}
