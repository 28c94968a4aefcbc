/** The life of one VM from its launch specification to its end. */

import { aborted, type Logger, type Notifier } from "@ghaf/daemon";
import { findAccount } from "../account/account.ts";
import { probeFor } from "../account/device-access.ts";
import type { Clock } from "../clock.ts";
import { attachToConsole } from "../console/attach.ts";
import type { Door } from "../door/door.ts";
import { RunnerError } from "../errors.ts";
import { chooseVariant } from "../probe/choose-variant.ts";
import type { Probe } from "../probe/probe.ts";
import { isReconnected, portDevice } from "../qemu/command-line.ts";
import { takeScreen } from "../qemu/take-screen.ts";
import type { Servers } from "../server/servers.ts";
import type { Accelerator, LaunchSpec, Variant } from "../spec/launch-spec.ts";
import type { StatusFile } from "../status/status-file.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { type PrepareParts, prepare } from "./prepare.ts";
import { RunningVm } from "./running-vm.ts";
import { type StartedVm, type StartParts, startVm } from "./start-vm.ts";
import { createStatusTeller } from "./status-teller.ts";
import { KILL_MS } from "./stop-steps.ts";

/** The name of the virtio-serial port by which guest and runner talk. */
export const RUNNER_PORT = "org.ghaf.runner";

export interface RunVmParts
  extends Omit<PrepareParts, "stopping" | "account">,
    Omit<StartParts, "stopping" | "account"> {
  /** Of the runner. */
  readonly ownUid: number;
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

/** Who loses QEMU's connection ends, and that QEMU ends may be known a moment later. */
const WITH_QEMU_MS = 500;

/** How a VM ends that nobody waited for any more. */
const NEVER_STARTED: Outcome = {
  kind: "stopped",
  report: { needed: undefined, steps: [] },
};

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
  try {
    return await startAndLive({ spec, wishes, parts });
  } catch (error) {
    const isCanceled =
      error instanceof RunnerError && error.code === "canceled";
    if (isCanceled) return NEVER_STARTED;
    throw error;
  }
}

async function startAndLive(all: Circumstances): Promise<Outcome> {
  const { spec, wishes, parts } = all;
  const { log, status } = parts;
  const account = await findAccount(spec.user, parts);
  const choice = await chooseVariant(spec, wishes.accelerator, {
    find: parts.find,
    probe: account
      ? probeFor(account, parts.probe, parts.devices)
      : parts.probe,
  });
  for (const reason of choice.passedOver) {
    log.notice("an accelerator is passed over", { reason });
  }
  const { accelerator } = choice.variant;
  status.change({ accelerator });
  const { stopping } = wishes;
  const more = { ...parts, stopping, account };
  const prepared = await prepare(spec, more);
  try {
    const { initrd, folder, servers, madeVolumes } = prepared;
    for (const volume of madeVolumes) log.notice("made a volume", { volume });
    const start = { ...choice, initrd, folder };
    const started = await startVm(spec, start, more);
    status.change({ phase: "booting", qemuPid: started.qemu.pid ?? null });
    return await watch({ ...started, servers }, choice.variant, all);
  } finally {
    await prepared.undo();
  }
}

/** Listens to a VM that has started, lets it run and sees it to its end. */
async function watch(
  started: StartedVm & { readonly servers: Servers },
  { accelerator, argv }: Variant,
  all: Circumstances,
): Promise<Outcome> {
  const { spec, wishes, parts } = all;
  const { door, status, clock, notifier, log } = parts;
  const teller = createStatusTeller(clock, async (text) => {
    status.change({ status: text });
    await notifier.status(text);
  });
  const vm = new RunningVm({
    ...parts,
    ...started,
    stop: spec.stop,
    portDevice: portDevice(argv, RUNNER_PORT),
    isReconnected: (netdev) => isReconnected(argv, netdev),
    onStatus: (text) => teller.tell(text),
    onPhase: (phase) => status.change({ phase }),
  });
  try {
    door.open({
      shutdown: wishes.stop,
      balloon: (mib) => vm.balloon(mib),
      // Whoever is told that it was done finds it in the status.
      pause: () => vm.pause().then(status.flush),
      resume: () => vm.resume().then(status.flush),
      screendump: (format) => takeScreen(format, started),
      state: () => vm.state(),
      console: (visitor) => attachToConsole(started.qemu, visitor),
    });
    // From here on it can be asked.
    const { pid } = started.qemu;
    log.notice("QEMU runs", { vm: spec.vm, accelerator, pid });
    return await live(vm, started.servers, all);
  } finally {
    teller.close();
    await vm.close();
  }
}

interface Circumstances {
  readonly spec: LaunchSpec;
  readonly wishes: Wishes;
  readonly parts: RunVmParts;
}

async function live(
  vm: RunningVm,
  servers: Servers,
  { spec, wishes, parts }: Circumstances,
): Promise<Outcome> {
  const { notifier, clock, log } = parts;
  const start = clock.now();
  const ended = vm.ended.then(() => "ended" as const);
  const stopping = aborted(wishes.stopping).then(() => "stop" as const);
  const loss = lossOf(servers, { vm, clock });
  await Promise.race([vm.begin(), stopping, loss]);
  const ready = vm.ready.then(() => "ready" as const);
  const late = deadline(spec.readyTimeoutMs, { clock, vm });
  let next = await Promise.race([ended, ready, stopping, loss, late.passed]);
  late.cancel();
  if (next === "ready") {
    const afterMs = Math.round(clock.now() - start);
    log.notice("the guest is ready", { vm: spec.vm, afterMs });
    void notifier.ready(`${spec.vm} is ready`);
    next = await Promise.race([ended, stopping, loss]);
  }
  if (typeof next === "object") return { kind: "crashed", ...next };
  if (next === "ended") return outcomeOf(await vm.endFacts());
  // A manager that is slow to hear it is no reason to wait with it.
  const told = notifier.stopping();
  const report = await vm.stop(wishes.hurry);
  await told;
  log.notice("stopped", { vm: spec.vm, ...report });
  return { kind: next === "late" ? "not-ready" : "stopped", report };
}

/**
 * A server or a connection that ended while QEMU goes on: its device is gone for good. QEMU that
 * ends lets go of them first, and then gives back its memory, which takes as long as it takes.
 */
async function lossOf(
  servers: Servers,
  { vm, clock }: { readonly vm: RunningVm; readonly clock: Clock },
): Promise<{ readonly reason: string }> {
  const reason = await Promise.race([servers.broken, vm.cutOff]);
  const endsToo = Promise.race([vm.ending, vm.ended]);
  const isItsEnd =
    (await isWithin(WITH_QEMU_MS, { end: endsToo, clock })) &&
    (await isWithin(KILL_MS, { end: vm.ended, clock }));
  return isItsEnd ? new Promise(() => {}) : { reason };
}

function isWithin(
  milliseconds: number,
  { end, clock }: { readonly end: Promise<unknown>; readonly clock: Clock },
): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.after(milliseconds, () => resolve(false));
    void end.then(() => {
      cancel();
      resolve(true);
    });
  });
}

/** Never passes when there is no limit; begins anew when the guest's processors stood still at its end. */
function deadline(
  milliseconds: number | undefined,
  { clock, vm }: { readonly clock: Clock; readonly vm: RunningVm },
) {
  let cancel = () => {};
  const passed = new Promise<"late">((resolve) => {
    if (milliseconds === undefined) return;
    const wait = () => {
      cancel = clock.after(milliseconds, () => {
        if (vm.isPaused) wait();
        else resolve("late");
      });
    };
    wait();
  });
  return { passed, cancel: () => cancel() };
}
