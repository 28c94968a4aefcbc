/** The body of `ghaf up`: from a configuration to a device that runs on this machine. */

import { withDeadline } from "@ghaf/client";
import { placementsOf } from "@ghaf/plan";
import { onlyFile } from "../../declaration/arguments.ts";
import { type OpenedPlan, openPlan } from "../../declaration/open-plan.ts";
import { checksForDevice, checksForUp } from "../../doctor/checks.ts";
import type { Finding } from "../../doctor/finding.ts";
import { remedies } from "../../doctor/installed-programs.ts";
import { nodeMachine } from "../../doctor/node-machine.ts";
import { aborted } from "../../instance/aborted.ts";
import { bootDisplay } from "../../instance/boot-display.ts";
import type { BootRow } from "../../instance/boot-rows.ts";
import { buildDisplay } from "../../instance/build-display.ts";
import { openDoor } from "../../instance/door-client.ts";
import {
  type InstanceFolder,
  instanceFlag,
  type Places,
  parseInstanceName,
  placesOf,
} from "../../instance/folders.ts";
import { type BootEnd, followBoot } from "../../instance/follow-boot.ts";
import { takeInstance } from "../../instance/lock.ts";
import { operatorConnection } from "../../instance/operator.ts";
import { type Prepared, prepareInstance } from "../../instance/prepare.ts";
import {
  currencyOf,
  hostCurrency,
  noteHostRevision,
} from "../../instance/revisions.ts";
import { silent } from "../../instance/running-device.ts";
import { type Started, startInstance } from "../../instance/start.ts";
import { instanceFacts } from "../../instance/state.ts";
import { stopInstance } from "../../instance/stop.ts";
import { asCliError } from "../../instance/to-cli-error.ts";
import { uplinkSocketOf } from "../../instance/uplink.ts";
import { CliError, Ended, exitStatus } from "../cli-error.ts";
import type { Shell } from "../shell.ts";

export interface UpRequest {
  readonly words: readonly string[];
  readonly config: string | undefined;
  readonly instance: string;
  /** Of the relay; undefined: any. */
  readonly port: number | undefined;
  readonly wait: boolean;
  /** Seconds. */
  readonly timeout: number;
  /** Restart what is outdated. */
  readonly restart: boolean;
  /** The device ends with this command. */
  readonly foreground: boolean;
  readonly locked: boolean;
}

export async function up(request: UpRequest, shell: Shell): Promise<void> {
  refuseUnable(await checksForUp(shell.env));
  const places = placesOf(shell.env);
  const folder = places.instance(parseInstanceName(request.instance));
  const uplinkSocket = uplinkSocketOf(shell.env);
  const host = { kind: "instance", uplinkSocket } as const;
  const { words, config } = request;
  const file = onlyFile({ words, config, folder: shell.io.folder });
  const plan = await openPlan(file, shell, {
    ...{ host, isWriter: true },
  });
  refuseUnreachable(plan);
  refuseUnable(await checksForDevice(shell.env, plan.system));
  const taken = await takeInstance(folder);
  let started: Started;
  try {
    started = await begin(plan, {
      ...{ request, places, folder, shell, uplinkSocket },
    });
  } finally {
    await taken.release();
  }
  const device = { plan, folder, started };
  try {
    if (request.wait) await attend(device, request, shell);
    if (request.foreground) await untilOver(device, shell);
  } finally {
    if (request.foreground) await end(device, shell);
    started.door.close();
  }
}

/** @throws CliError that names everything this machine lacks */
function refuseUnable(findings: readonly Finding[]): void {
  const problems = findings.filter(({ state }) => state === "problem");
  if (problems.length === 0) return;
  throw new CliError("failed", "this machine cannot run VMs as it is", {
    causes: problems.map(({ name, what }) => `${name}: ${what}`),
    hints: remedies(problems),
  });
}

/** Machine-design 5: without the debug network the host is in no network with its VMs. */
function refuseUnreachable({ system }: OpenedPlan): void {
  const { controlPlane, network } = system;
  const text =
    controlPlane === null
      ? "no-control-path: the configuration has no control plane, so nothing could start its VMs"
      : "no-control-path: a release build is reached over vsock only, which this version cannot dial";
  if (controlPlane !== null && network.debugPrefix !== null) return;
  const hints =
    controlPlane === null
      ? ["set ghaf.givc.enable to true"]
      : ['set ghaf.build to "debug" to try it here'];
  throw new CliError("configuration", text, { hints });
}

interface Circumstances {
  readonly request: UpRequest;
  readonly places: Places;
  readonly folder: InstanceFolder;
  readonly uplinkSocket: string | null;
  readonly shell: Shell;
}

/** A device that runs already is left as it is, but for what it is asked to restart. */
async function begin(
  plan: OpenedPlan,
  circumstances: Circumstances,
): Promise<Started> {
  const { folder, shell } = circumstances;
  const prepared = await prepare(plan, circumstances);
  const door = await openDoor(folder);
  if (door !== undefined) {
    const facts = await instanceFacts(folder);
    // It would not make room for another.
    if (facts === undefined) throw silent(folder);
    if (isEnding(facts)) {
      shell.surface.tell(`the device ${folder.name} is stopping…`);
      await untilEnded(circumstances);
    } else {
      tellProblem(facts, circumstances);
      if (await keeps(prepared, circumstances)) return { door, facts };
    }
    door.close();
  }
  // Ctrl-C is heard from when it is first asked for: what has begun to start is not left without a word.
  void shell.io.signal;
  shell.surface.tell(`starting the device ${folder.name}…`);
  await noteHostRevision(folder, prepared.hostRevision);
  return await startInstance(folder, shell.env);
}

/** Somebody has asked it to, here or inside of it, and nothing takes that back. */
function isEnding({ phase }: Started["facts"]): boolean {
  return phase === "stopping" || phase === "ended";
}

async function untilEnded({ folder, shell }: Circumstances): Promise<void> {
  const { surface, io } = shell;
  await stopInstance({ folder, now: false, signal: io.signal, surface });
  // It may still be stopping.
  if (io.signal.aborted) throw new Ended(exitStatus("failed"));
}

/** Of a device that goes on without something, such as its way out. */
function tellProblem(
  { problem }: Started["facts"],
  { folder, shell }: Circumstances,
): void {
  if (problem === undefined) return;
  const flag = instanceFlag(folder);
  shell.surface.tell(`warning: ${problem}`);
  shell.surface.tell(`  ghaf down${flag}, then ghaf up${flag}`);
}

async function prepare(
  plan: OpenedPlan,
  { request, places, folder, uplinkSocket, shell }: Circumstances,
): Promise<Prepared> {
  const display = buildDisplay(shell.surface);
  try {
    const prepared = await prepareInstance({
      ...{ plan, places, folder, uplinkSocket },
      port: request.port ?? 0,
      onlyLocked: request.locked,
      machine: nodeMachine(shell.env),
      now: shell.io.now(),
      tell: display.tell,
    });
    display.finish();
    return prepared;
  } catch (error) {
    throw asCliError(error);
  }
}

/** @returns whether what runs stays; then anything outdated was told or has been restarted */
async function keeps(
  { hostRevision, vms }: Prepared,
  circumstances: Circumstances,
): Promise<boolean> {
  const { request, folder, shell } = circumstances;
  const { surface } = shell;
  const host = await hostCurrency(folder, hostRevision);
  const outdated = [
    ...(host === "outdated" ? ["the host"] : []),
    ...(await outdatedVms(folder, vms)),
  ];
  if (outdated.length === 0) {
    surface.tell(`the device ${folder.name} runs already, as configured`);
    return true;
  }
  const what = outdated.join(", ");
  if (!request.restart) {
    surface.tell(`outdated: ${what}`);
    surface.tell(
      `  ghaf up --restart${instanceFlag(folder)}     (restarts the device with the change)`,
    );
    return true;
  }
  surface.tell(`restarting the device for ${what}…`);
  await untilEnded(circumstances);
  return false;
}

async function outdatedVms(
  folder: InstanceFolder,
  vms: readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all(
    vms.map(async (vm) => ({ vm, currency: await currencyOf(folder, vm) })),
  );
  return found.flatMap(({ vm, currency }) =>
    currency === "outdated" ? [vm] : [],
  );
}

interface Device {
  readonly plan: OpenedPlan;
  readonly folder: InstanceFolder;
  readonly started: Started;
}

/** Until every VM is up, with its agent registered. */
async function attend(
  { plan, folder, started }: Device,
  { timeout, foreground }: UpRequest,
  { io, surface }: Shell,
): Promise<void> {
  const { port, startedUnixMs } = started.facts;
  const connection = await io.connect(operatorConnection(folder, port ?? 0));
  const gone = new AbortController();
  void started.door.ended.then(() => gone.abort());
  try {
    const end = await withDeadline(
      timeout * 1_000,
      [io.signal, gone.signal],
      (signal) =>
        followBoot({
          ...{ folder, connection, sinceUnixMs: startedUnixMs, signal },
          placements: placementsOf(plan.system, plan.allocation),
          show: bootDisplay(surface, io.stderr.isTerminal).show,
        }),
    );
    if (io.signal.aborted) {
      if (!foreground) detached(folder, surface);
      return;
    }
    conclude(end, { folder, surface, isGone: gone.signal.aborted, timeout });
  } finally {
    connection.close();
  }
}

interface Circumstance {
  readonly folder: InstanceFolder;
  readonly surface: Shell["surface"];
  readonly isGone: boolean;
  readonly timeout: number;
}

function conclude(
  end: BootEnd,
  { folder, surface, isGone, timeout }: Circumstance,
) {
  const { name, logs } = folder;
  if (end.kind === "up") {
    const flag = instanceFlag(folder);
    surface.tell(`the device ${name} is up`);
    surface.tell(
      `  eval "$(ghaf env${flag})" && ghaf status     ghaf down${flag}`,
    );
    return;
  }
  if (isGone) {
    surface.tell(
      `error: the device ${name} has ended; its logs are in ${logs}`,
    );
  } else if (end.kind === "aborted") {
    const missing = end.rows.filter(({ isUp }) => !isUp).map(({ vm }) => vm);
    surface.tell(`error: after ${timeout} s not up: ${missing.join(", ")}`);
    surface.tell(
      `  ghaf up${instanceFlag(folder)} --timeout SECONDS     (waits longer)`,
    );
  }
  for (const row of end.rows) tellFailure(row, folder, surface);
  throw new Ended(exitStatus("failed"));
}

function tellFailure(
  { vm, failure }: BootRow,
  folder: InstanceFolder,
  surface: Shell["surface"],
): void {
  if (failure === undefined) return;
  // Some reasons of its runner are whole sentences.
  const isWhole = failure.startsWith(`${vm} `);
  surface.tell(
    `error: ${isWhole ? failure : `${vm} does not start: ${failure}`}`,
  );
  surface.tell(`  console: ${folder.machine(vm)}/console.log`);
  surface.tell(`  runner:  ${folder.logs}/microvm@${vm}.service.log`);
}

function detached(folder: InstanceFolder, surface: Shell["surface"]): void {
  const flag = instanceFlag(folder);
  surface.tell(
    `the device ${folder.name} goes on starting without this command`,
  );
  surface.tell(
    `  ghaf up${flag}     (attaches again)     ghaf down${flag}     (stops it)`,
  );
}

/** Until Ctrl-C or the device's own end. */
async function untilOver({ started }: Device, { io }: Shell): Promise<void> {
  await Promise.race([started.door.ended, aborted(io.signal)]);
}

async function end({ folder }: Device, { surface }: Shell): Promise<void> {
  const never = new AbortController().signal;
  await stopInstance({ folder, now: false, signal: never, surface });
}
