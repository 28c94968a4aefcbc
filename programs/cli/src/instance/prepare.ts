/** From the plan of a device to the folder of an instance that can be started: lock file, images, certificates, files. */

import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import {
  INSTANCE_PATHS,
  instanceDirectories,
  instanceFiles,
  reachability,
} from "@ghaf/plan";
import { HOST_NAME } from "@ghaf/system";
import { rememberPackages } from "../declaration/lock-file.ts";
import type { OpenedPlan } from "../declaration/open-plan.ts";
import type { Machine } from "../doctor/machine.ts";
import { ensureCertificates, type Identity, OPERATOR } from "./certificates.ts";
import { makeDirectories } from "./directories.ts";
import type { InstanceFolder, Places } from "./folders.ts";
import {
  type BuildEvent,
  type Built,
  buildImages,
  wantedImages,
} from "./images.ts";
import { ownProgram } from "./own-programs.ts";
import { canMakeDevices, qemuUser } from "./qemu-account.ts";
import { refuseShares } from "./shares.ts";
import { revisionOf, writeMachine, writePrivate } from "./write-machines.ts";

export interface PrepareRequest {
  readonly plan: OpenedPlan;
  readonly places: Places;
  readonly folder: InstanceFolder;
  /** For the relay; 0: any. */
  readonly port: number;
  /** Its name; null: there is no way out. */
  readonly uplinkSocket: string | null;
  readonly onlyLocked: boolean;
  readonly machine: Machine;
  readonly now: Date;
  readonly tell: (event: BuildEvent) => void;
}

export interface Prepared {
  /** By name; each has its files. */
  readonly vms: readonly string[];
  /** Of the files of the host. */
  readonly hostRevision: string;
}

export async function prepareInstance(
  request: PrepareRequest,
): Promise<Prepared> {
  const { plan, folder, now } = request;
  await mkdir(folder.logs, { recursive: true, mode: 0o700 });
  const vms = plan.system.vms.map(({ name }) => name);
  // Before images are built for a device that could not start.
  await makeDirectories(folder, instanceDirectories(plan.system));
  const { artifacts } = plan;
  await refuseShares({ folder, artifacts, vms, machine: request.machine });
  const built = await build(request);
  await ensureCertificates(folder.pki, identitiesOf(plan), now);
  await writeMachines(request, built);
  const hostRevision = await writeHost(request);
  return { vms, hostRevision };
}

/** What was resolved is remembered at once; what was allocated is. */
async function build(request: PrepareRequest): Promise<Built> {
  const { plan, places, folder, onlyLocked, tell } = request;
  const { lock, lockFile } = plan;
  const built = await buildImages({
    images: wantedImages(plan.system),
    store: places.images,
    untrustedLock: lock.packages,
    ...{ onlyLocked, tell, keepAs: folder.name },
  });
  const { packages: began } = lock;
  await rememberPackages(lockFile, { began, built: { ...built.lock } });
  return built;
}

/** Leaf certificates list both of a machine's addresses (machine-design 4). */
function identitiesOf({ system, allocation }: OpenedPlan): readonly Identity[] {
  const { machines } = reachability(system, allocation);
  const known = new Map(machines.map((one) => [one.name, one.addresses]));
  const names = [HOST_NAME, ...system.vms.map(({ name }) => name)];
  return [
    ...names.map((name) => ({
      ...{ name, dnsNames: [`${name}-debug`] },
      ipAddresses: known.get(name) ?? [],
    })),
    // People speak through the relay, from the host's address.
    {
      ...{ name: OPERATOR, dnsNames: [] },
      ipAddresses: known.get(HOST_NAME) ?? [],
    },
  ];
}

async function writeMachines(
  { plan, folder }: PrepareRequest,
  { images }: Built,
): Promise<void> {
  const hasUsers = await canMakeDevices(folder);
  for (const { vms, result } of images) {
    const image = await realpath(result.path);
    for (const name of vms) {
      const machine = { name, image };
      const { artifacts, allocation } = plan;
      const address = allocation.vms.get(name)?.address ?? 0;
      const user = hasUsers ? qemuUser(folder, address) : null;
      await writeMachine({ folder, artifacts, machine, user });
    }
  }
}

/** @returns their revision */
async function writeHost(request: PrepareRequest): Promise<string> {
  const { plan, folder, port } = request;
  const files = instanceFiles(plan.system, plan.artifacts, {
    ...{ name: folder.name, folder: folder.path, port },
    uplinkSocket: uplinkPath(request),
    agent: ownProgram("givc-agent"),
    runner: ownProgram("ghaf-runner"),
  });
  for (const { path, text } of files) {
    await writePrivate(join(folder.path, path), text);
  }
  return revisionOf(files.flatMap(({ path, text }) => [path, text]));
}

/** Below the folder of the instance, where QEMU of the VM that routes finds the socket; null where there is none. */
function uplinkPath({ plan, uplinkSocket }: PrepareRequest) {
  const router = plan.system.vms.find(({ role }) => role === "net");
  if (uplinkSocket === null || router === undefined) return null;
  return join(INSTANCE_PATHS.machines, router.name, uplinkSocket);
}
