/** Everything that a VM needs before its QEMU starts, and how it is taken back. */

import { chown, link, rm } from "node:fs/promises";
import type { Logger } from "@ghaf/daemon";
import type { Account } from "../account/account.ts";
import type { Clock } from "../clock.ts";
import { checkGoesOn, RunnerError, reasonOf } from "../errors.ts";
import { checkImage } from "../image/check-image.ts";
import { joinInitrds } from "../initrd/join-initrds.ts";
import { type AvailableMemory, checkMemory } from "../memory/check-memory.ts";
import type { FindProgram } from "../program/find-program.ts";
import { type RunProgram, stoppable } from "../program/run-program.ts";
import { checkSocketIsFree } from "../qemu/connect-socket.ts";
import {
  makeQemuFolder,
  type QemuFolder,
  qemuFolder,
  removeQemuFolder,
} from "../qemu/qemu-folder.ts";
import { Servers } from "../server/servers.ts";
import type { LaunchSpec } from "../spec/launch-spec.ts";
import type { JoinedInitrd } from "../spec/slots.ts";
import { openTaps } from "../tap/taps.ts";
import { makeVolumes } from "../volume/make-volumes.ts";

export interface PrepareParts {
  readonly find: FindProgram;
  readonly run: RunProgram;
  readonly availableMemory: AvailableMemory;
  /** QEMU's, when it is not the runner's. */
  readonly account: Account | undefined;
  /** Aborted: it is not to start any more. */
  readonly stopping: AbortSignal;
  readonly log: Logger;
  readonly clock: Clock;
  /** Of the runner. */
  readonly ownUid: number;
  /** How many the machine has. */
  readonly processors: number;
}

export interface Prepared {
  readonly folder: QemuFolder;
  /** What the VM's devices need beside QEMU. */
  readonly servers: Servers;
  readonly initrd: JoinedInitrd | undefined;
  readonly madeVolumes: readonly string[];
  /** Takes everything back but the volumes. */
  undo(): Promise<void>;
}

/** In QEMU's folder. */
const INITRD = "ghaf-initrd";

/**
 * @throws RunnerError; what was prepared until then is taken back
 */
export async function prepare(
  spec: LaunchSpec,
  parts: PrepareParts,
): Promise<Prepared> {
  const taken: (() => Promise<void>)[] = [];
  const undo = async () => {
    for (const back of taken.splice(0).reverse()) await back();
  };
  try {
    const folder = await takeFolder(spec, parts.account, taken);
    await checkMemory(spec, parts.availableMemory);
    await checkImage();
    const { find, stopping } = parts;
    const run = stoppable(parts.run, stopping);
    const madeVolumes = await makeVolumes(spec.volumes, { find, run });
    const joined = folder.at(INITRD);
    taken.push(() => removeAll([joined]));
    const initrd = await join(spec.initrds, joined);
    const servers = new Servers({ ...parts, folder });
    taken.push(() => servers.close());
    await servers.startShares(spec.shares);
    if (parts.account !== undefined) {
      await showSockets(spec.sockets, folder);
      const files = initrd === undefined ? [] : [joined];
      await giveTo(parts.account, [...files, folder.path]);
    }
    await servers.startTpm(spec.tpm);
    checkGoesOn(stopping);
    const taps = await openTaps(spec.taps, parts);
    taken.push(() => taps.close());
    checkGoesOn(stopping);
    return { folder, servers, initrd, madeVolumes, undo };
  } catch (error) {
    await undo();
    throw error;
  }
}

/** @returns undefined where there is nothing to join */
async function join(
  files: readonly string[],
  joined: string,
): Promise<JoinedInitrd | undefined> {
  if (files.length === 0) return undefined;
  return { file: INITRD, bytes: await joinInitrds(files, joined) };
}

/** The folder with room for QEMU's sockets; nobody answers at them. */
async function takeFolder(
  { controlSocket, runnerSocket }: LaunchSpec,
  account: Account | undefined,
  taken: (() => Promise<void>)[],
): Promise<QemuFolder> {
  const folder = qemuFolder(account);
  const sockets = [controlSocket, runnerSocket].map((name) => folder.at(name));
  for (const socket of sockets) await checkSocketIsFree(socket);
  taken.push(() => removeAll(sockets));
  if (account === undefined) return folder;
  taken.push(removeQemuFolder);
  await makeQemuFolder();
  return folder;
}

/** Under a second name, by which QEMU finds them in its folder. @throws RunnerError `missing-file` */
async function showSockets(
  names: readonly string[],
  folder: QemuFolder,
): Promise<void> {
  for (const name of names) {
    try {
      await link(name, folder.at(name));
    } catch (cause) {
      const text = `${name}, where a helper of the VM should listen: ${reasonOf(cause)}`;
      throw new RunnerError("missing-file", text, { value: name, cause });
    }
  }
}

/** The folder last: until then its files are nobody else's to exchange. */
async function giveTo(
  { uid, gid }: Account,
  files: readonly string[],
): Promise<void> {
  for (const file of files) await chown(file, uid, gid);
}

async function removeAll(files: readonly string[]): Promise<void> {
  for (const file of files) await rm(file, { force: true });
}
