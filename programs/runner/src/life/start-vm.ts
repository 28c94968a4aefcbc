/** From a prepared state directory to a QEMU that talks to us. */

import type { Logger } from "@ghaf/daemon";
import type { Account } from "../account/account.ts";
import { actingAs, devicesOf } from "../account/device-access.ts";
import { openConsoleLog } from "../console/console-log.ts";
import { checkGoesOn, RunnerError } from "../errors.ts";
import { GuestPort } from "../port/guest-port.ts";
import type { Choice } from "../probe/choose-variant.ts";
import { confined } from "../program/own-view.ts";
import { clockRate, withClockRate } from "../qemu/clock-rate.ts";
import { commandLine } from "../qemu/command-line.ts";
import { connectSocket } from "../qemu/connect-socket.ts";
import type { QemuFolder } from "../qemu/qemu-folder.ts";
import { type QemuProcess, startQemu } from "../qemu/qemu-process.ts";
import type { QmpEvent } from "../qmp/message.ts";
import { QmpClient } from "../qmp/qmp-client.ts";
import type { LaunchSpec } from "../spec/launch-spec.ts";
import type { JoinedInitrd } from "../spec/slots.ts";
import type { LinkParts } from "../tap/links.ts";
import { endedWith } from "./outcome.ts";

export interface StartParts extends LinkParts {
  readonly log: Logger;
  /** /dev */
  readonly devices: string;
  /** QEMU's, when it is not the runner's. */
  readonly account: Account | undefined;
  /** Aborted: it is not to start any more. */
  readonly stopping: AbortSignal;
}

export interface Start extends Choice {
  readonly initrd: JoinedInitrd | undefined;
  readonly folder: QemuFolder;
}

export interface StartedVm {
  readonly folder: QemuFolder;
  readonly qemu: QemuProcess;
  readonly qmp: QmpClient;
  /** From the first one on. */
  readonly events: AsyncIterable<QmpEvent>;
  readonly port: GuestPort;
}

/** QEMU opens its sockets before the guest runs; a busy machine may take a while. */
const CONNECT_MS = 30_000;
/** 2 files of this size: some ten thousand lines. */
const MOST_CONSOLE_BYTES = 2 * 1024 * 1024;

/** @throws RunnerError with QEMU's own words when it does not start; then none is left */
export async function startVm(
  spec: LaunchSpec,
  start: Start,
  parts: StartParts,
): Promise<StartedVm> {
  const { folder } = start;
  const qemu = await launch(spec, start, parts);
  logConsole(qemu, spec, parts.log);
  const { stopping } = parts;
  const kill = () => qemu.signal("SIGKILL");
  stopping.addEventListener("abort", kill, { once: true });
  try {
    const conversation = await converse(qemu, spec, folder);
    checkGoesOn(stopping);
    return { qemu, folder, ...conversation };
  } catch (error) {
    kill();
    const end = await qemu.ended;
    checkGoesOn(stopping);
    if (end.signal === "SIGKILL") throw error;
    const text = `${spec.vm} does not start: QEMU ${endedWith(end)}`;
    throw new RunnerError("qemu", text, { value: end, cause: error });
  } finally {
    stopping.removeEventListener("abort", kill);
  }
}

async function launch(
  spec: LaunchSpec,
  { qemu: program, variant, initrd, folder }: Start,
  parts: StartParts,
): Promise<QemuProcess> {
  const { find, account } = parts;
  const { accelerator } = variant;
  const needed = devicesOf(accelerator, spec.taps.length > 0);
  const other = account && (await actingAs(account, needed, parts.devices));
  const line = await commandLine(variant, { ...parts, initrd });
  const { descriptors } = line;
  const words =
    accelerator === "tcg"
      ? withClockRate(line.words, await clockRate())
      : line.words;
  try {
    // Its processors stand still until RunningVm listens: no word is lost.
    return startQemu({
      argv: await confined([program, ...words, "-S"], {
        ...{ find, other, folder: folder.path },
        sockets: socketsOf(spec),
      }),
      descriptors: descriptors.map(({ fd }) => fd),
      workingFolder: folder.path,
    });
  } finally {
    for (const descriptor of descriptors) await descriptor.close();
  }
}

function logConsole(qemu: QemuProcess, spec: LaunchSpec, log: Logger): void {
  const file = spec.consoleLog;
  const console = openConsoleLog(file, {
    mostBytes: MOST_CONSOLE_BYTES,
    onError: (error) => log.warning("the console is not logged", { error }),
  });
  qemu.output.pipe(console);
}

async function converse(
  { gone }: QemuProcess,
  { controlSocket, runnerSocket }: LaunchSpec,
  folder: QemuFolder,
): Promise<Omit<StartedVm, "qemu" | "folder">> {
  const options = { deadlineMs: CONNECT_MS, signal: gone };
  const control = await connectSocket(folder.at(controlSocket), options);
  const qmp = await QmpClient.open(control, CONNECT_MS);
  const events = qmp.events();
  try {
    const runner = await connectSocket(folder.at(runnerSocket), options);
    return { qmp, events, port: new GuestPort(runner) };
  } catch (error) {
    qmp.close();
    throw error;
  }
}

/** All that QEMU makes or connects to. */
function socketsOf(spec: LaunchSpec): readonly string[] {
  const { controlSocket, runnerSocket, sockets, shares, tpm } = spec;
  return [
    ...[controlSocket, runnerSocket, ...sockets],
    ...shares.map(({ socket }) => socket),
    ...(tpm === undefined ? [] : [tpm.socket]),
  ];
}
