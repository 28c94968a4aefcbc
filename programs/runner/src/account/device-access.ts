/** Whether an account can use a device of this machine, and which group lets it. */

import { stat } from "node:fs/promises";
import { join } from "node:path";
import { RunnerError } from "../errors.ts";
import type { Probe } from "../probe/probe.ts";
import type { OtherAccount } from "../program/dies-with-us.ts";
import type { Accelerator } from "../spec/launch-spec.ts";
import type { Account } from "./account.ts";

const READ_WRITE = 0o6;

/**
 * What Debian gives the devices that a QEMU of ours opens: with udev they have it,
 * without udev, as in a container, they are often root's alone.
 */
const USUAL: Readonly<Record<Device, string>> = {
  kvm: "chmod 0666 /dev/kvm",
  "net/tun": "chmod 0666 /dev/net/tun",
};

export type Device = "kvm" | "net/tun";

/** `devices` is /dev. */
export interface DevicePlace {
  readonly devices: string;
  readonly device: Device;
}

/**
 * @returns the group that the account must be in, undefined when it needs none
 * @throws RunnerError `account` when the account cannot use the device
 */
export async function groupFor(
  { devices, device }: DevicePlace,
  account: Account,
): Promise<number | undefined> {
  const path = join(devices, device);
  const { mode, uid, gid } = await stat(path);
  if (uid === account.uid && allows(mode >> 6)) return undefined;
  if (allows(mode)) return undefined;
  const isForGroup = allows(mode >> 3);
  if (isForGroup && gid === account.gid) return undefined;
  // Membership in root's group would be more than the use of a device.
  if (isForGroup && gid !== 0) return gid;
  const bits = (mode & 0o777).toString(8).padStart(4, "0");
  const text = `account ${account.name} cannot open ${path}, whose mode is ${bits}: ${USUAL[device]}`;
  throw new RunnerError("account", text, { value: path });
}

/** The devices that a QEMU opens by itself. */
export function devicesOf(
  accelerator: Accelerator,
  hasTaps: boolean,
): readonly Device[] {
  const kvm = accelerator === "kvm" ? (["kvm"] as const) : [];
  return [...kvm, ...(hasTaps ? (["net/tun"] as const) : [])];
}

/**
 * The account with the groups by which it can use those devices, and no others.
 * @throws RunnerError `account` when it cannot use one
 */
export async function actingAs(
  account: Account,
  needed: readonly Device[],
  devices: string,
): Promise<OtherAccount> {
  const groups = new Set<number>();
  for (const device of needed) {
    const group = await groupFor({ devices, device }, account);
    if (group !== undefined) groups.add(group);
  }
  return { account, groups: [...groups] };
}

/** The same probe, for an account: an accelerator that it cannot open does not work for it. */
export function probeFor(
  account: Account,
  probe: Probe,
  devices: string,
): Probe {
  return async (accelerator, qemu) => {
    const verdict = await probe(accelerator, qemu);
    if (accelerator !== "kvm" || !verdict.works) return verdict;
    try {
      await groupFor({ devices, device: "kvm" }, account);
      return verdict;
    } catch (error) {
      if (!(error instanceof RunnerError)) throw error;
      return { works: false, reason: error.message };
    }
  };
}

function allows(bits: number): boolean {
  return (bits & READ_WRITE) === READ_WRITE;
}
