/** /dev/net/tun for QEMUs that are not root: a node of our own in the mount namespace of the instance, which nobody else sees. */

import { mkdir, rmdir } from "node:fs/promises";
import type { MustRun } from "../program/must-run.ts";

/** In the instance's folder, and only for a moment. */
const PLACE = "dev";

/** Every QEMU that opens it can attach to interfaces that were made for its own user only (tun_chr_ioctl, TUNSETOWNER). @throws InstanceError `network` */
export async function openTun(run: MustRun): Promise<void> {
  await mkdir(PLACE, { recursive: true, mode: 0o755 });
  const node = `${PLACE}/tun`;
  const options = ["-o", "mode=0755,nosuid,noexec"];
  await run(["mount", "-t", "tmpfs", ...options, "none", PLACE], "network");
  await run(["mknod", "-m", "0666", node, "c", "10", "200"], "network");
  await run(["mount", "--bind", node, "/dev/net/tun"], "network");
  await run(["umount", "--lazy", PLACE], "network");
  await rmdir(PLACE);
}
