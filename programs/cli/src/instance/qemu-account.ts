/** The user that each QEMU runs as: an id of its own, which no account has. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { QEMU_USERS } from "@ghaf/plan";
import type { InstanceFolder } from "./folders.ts";

const DEVICES = 65_536;
const VMS = 256;

/**
 * The same for the same VM of the same instance, so that what it owns stays its own.
 * @param octet of the VM's address: no other VM of the device has it
 */
export function qemuUser({ name }: InstanceFolder, octet: number): string {
  const hash = createHash("sha256").update(name).digest().readUInt32BE(0);
  return String(QEMU_USERS.first + (hash % DEVICES) * VMS + (octet % VMS));
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
