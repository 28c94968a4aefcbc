/** Whether a device that runs here has a way out, and where its VMs find it. */

import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../connection/environment.ts";

const PROGRAM = "passt";

/** In the state directory of the VM that routes. */
const SOCKET = "uplink.sock";

/** The socket's name there; null where there is no passt behind it. */
export function uplinkSocketOf(env: Environment): string | null {
  const folders = (env["PATH"] ?? "").split(":").filter((one) => one !== "");
  const isThere = folders.some((one) => isExecutable(join(one, PROGRAM)));
  return isThere ? SOCKET : null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
