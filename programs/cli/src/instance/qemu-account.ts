/** The account that QEMU runs as, where this machine has one for it. */

import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";

export const QEMU_ACCOUNT = "ghaf-vm";

const TUN = "/dev/net/tun";
const READ_WRITE_BY_ALL = 0o006;

/**
 * Its name; null where there is none, or where it could not open the interfaces of VMs:
 * QEMU is then root, with QEMU's own sandbox only.
 */
export async function qemuAccount(): Promise<string | null> {
  const tun = await stat(TUN).catch(() => undefined);
  const isOpen = ((tun?.mode ?? 0) & READ_WRITE_BY_ALL) === READ_WRITE_BY_ALL;
  return isOpen && (await exists(QEMU_ACCOUNT)) ? QEMU_ACCOUNT : null;
}

function exists(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile("getent", ["passwd", name], (error) => resolve(error === null));
  });
}
