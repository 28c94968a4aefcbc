/** Whether a device that runs here has a way out, and where its VMs find it. */

import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../connection/environment.ts";
import type { InstanceFolder } from "./folders.ts";

const PROGRAM = "passt";

/** Absolute; null where there is no passt to make it. */
export function uplinkSocketOf(
  folder: InstanceFolder,
  env: Environment,
): string | null {
  const folders = (env["PATH"] ?? "").split(":").filter((one) => one !== "");
  const isThere = folders.some((one) => isExecutable(join(one, PROGRAM)));
  return isThere ? join(folder.path, "uplink.sock") : null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
