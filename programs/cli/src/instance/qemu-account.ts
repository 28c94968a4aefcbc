/** The user that each QEMU runs as: an id of its own, which no account has. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { QEMU_USERS } from "@ghaf/plan";
import type { InstanceFolder } from "./folders.ts";

const { first: FIRST, ofDevice: VMS } = QEMU_USERS;
const DEVICES = 65_536;

/**
 * The same for the same VM of the same instance, so that what it owns stays its own.
 * @param address the last number of the VM's
 */
export function qemuUser({ name }: InstanceFolder, address: number): string {
  const hash = createHash("sha256").update(name).digest().readUInt32BE(0);
  return String(FIRST + (hash % DEVICES) * VMS + address);
}

/** Whether this machine lets root make device nodes, without which only root's QEMU has interfaces. */
export async function canMakeDevices({ path }: InstanceFolder) {
  const node = join(path, `.tun-${process.pid}`);
  try {
    return await new Promise<boolean>((resolve) => {
      execFile("mknod", ["-m", "0600", node, "c", "10", "200"], (error) =>
        resolve(error === null),
      );
    });
  } finally {
    await rm(node, { force: true });
  }
}
