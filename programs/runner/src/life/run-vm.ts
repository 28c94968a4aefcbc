/** The life of one VM from its launch specification to its end. */

import type { Logger, Notifier } from "@ghaf/daemon";
import type { Clock } from "../clock.ts";
import { attachToConsole } from "../console/attach.ts";
import type { Door } from "../door/door.ts";
import { chooseVariant } from "../probe/choose-variant.ts";
import type { Probe } from "../probe/probe.ts";
import { portDevice } from "../qemu/command-line.ts";
import type { Accelerator, LaunchSpec } from "../spec/launch-spec.ts";
import type { StatusFile } from "../status/status-file.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { type PrepareParts, prepare } from "./prepare.ts";
import { RunningVm } from "./running-vm.ts";
import { type StartParts, startVm } from "./start-vm.ts";
import { createStatusTeller } from "./status-teller.ts";

/** The name of the virtio-serial port by which guest and runner talk. */
export const RUNNER_PORT = "org.ghaf.runner";

export interface RunVmParts extends PrepareParts, StartParts {
  readonly probe: Probe;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly notifier: Notifier;
  readonly log: Logger;
  /** Of the working directory. */
  readonly door: Door;
  readonly status: StatusFile;
}

export interface Wishes {
  readonly accelerator: Accelerator | "auto";
  /** Aborted: the VM is to stop. */
  readonly stopping: AbortSignal;
  /** Aborts `stopping`, for who asks at the door. */
  readonly stop: () => void;
  /** Aborted: it is to be gone now. */
  readonly hurry: AbortSignal;
}

/**
 * Runs the VM of the working directory to its end; leaves nothing behind but its
 * volumes, its console's log and its status.
 * @throws RunnerError when it cannot be started
 */
export async function runVm(
  spec: LaunchSpec,
  wishes: Wishes,
  parts: RunVmParts,
): Promise<Outcome> {
  const { log } = parts;
  const choice = await chooseVariant(spec, wishes.accelerator, parts);
  for (const reason of choice.passedOver) {
    log.notice("an accelerator is passed over", { reason });
  }
  const { accelerator, argv } = choice.variant;
  parts.status.change({ accelerator });
  const prepared = await prepare(spec, parts);
  try {
    const { initrd, madeVolumes } = prepared;
    for (const volume of madeVolumes) log.notice("made a volume", { volume });
    const started = await startVm(spec, { ...choice, initrd }, parts);
    const { pid } = started.qemu;
    log.notice("QEMU runs", { vm: spec.vm, accelerator, pid });
    parts.status.change({ phase: "booting", qemuPid: pid ?? null });
    const status = createStatusTeller(parts.clock, async (text) => {
      parts.status.change({ status: text });
      await parts.notifier.status(text);
    });
    const vm = new RunningVm({
      ...parts,
      ...started,
      stop: spec.stop,
      portDevice: portDevice(argv, RUNNER_PORT),
      onStatus: (text) => status.tell(text),
    });
    try {
      parts.door.open({
        shutdown: wishes.stop,
        balloon: (mib) => vm.balloon(mib),
        console: (visitor) => attachToConsole(started.qemu, visitor),
      });
      await vm.begin();
      return await live(vm, { spec, wishes, parts });
    } finally {
      status.close();
      await vm.close();
    }
  } finally {
    await prepared.undo();
  }
}

interface Circumstances {
  readonly spec: LaunchSpec;
  readonly wishes: Wishes;
  readonly parts: RunVmParts;
}

async function live(
  vm: RunningVm,
  { spec, wishes, parts }: Circumstances,
): Promise<Outcome> {
  const { notifier, clock, log, status } = parts;
  const start = clock.now();
  const ended = vm.ended.then(() => "ended" as const);
  const stopping = aborted(wishes.stopping);
  const ready = vm.ready.then(() => "ready" as const);
  const late = deadline(clock, spec.readyTimeoutMs);
  let next = await Promise.race([ended, ready, stopping, late.passed]);
  late.cancel();
  if (next === "ready") {
    const afterMs = Math.round(clock.now() - start);
    log.notice("the guest is ready", { vm: spec.vm, afterMs });
    status.change({ phase: "ready", readyUnixMs: clock.unixMs() });
    await notifier.ready(`${spec.vm} is ready`);
    next = await Promise.race([ended, stopping]);
  }
  if (next === "ended") return outcomeOf(await vm.endFacts());
  status.change({ phase: "stopping" });
  await notifier.stopping();
  const report = await vm.stop(wishes.hurry);
  log.notice("stopped", { vm: spec.vm, ...report });
  return { kind: next === "late" ? "not-ready" : "stopped", report };
}

function aborted(signal: AbortSignal): Promise<"stop"> {
  return new Promise((resolve) => {
    const tell = () => resolve("stop");
    if (signal.aborted) tell();
    else signal.addEventListener("abort", tell, { once: true });
  });
}

/** Never passes when there is no limit. */
function deadline(clock: Clock, milliseconds: number | undefined) {
  let cancel = () => {};
  const passed = new Promise<"late">((resolve) => {
    if (milliseconds === undefined) return;
    cancel = clock.after(milliseconds, () => resolve("late"));
  });
  return { passed, cancel };
}
