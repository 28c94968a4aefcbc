/** Where instances and images are kept on this machine. */

import { join } from "node:path";
import { INSTANCE_PATHS } from "@ghaf/plan";
import { type Environment, nonEmpty } from "../connection/environment.ts";
import { CliError } from "../ghaf/cli-error.ts";

export const DEFAULT_INSTANCE = "default";

const STATE_BASE = "/var/lib/ghaf";
/** What the kernel takes as the path of a socket (unix(7)), less the one that is opened from elsewhere: others are opened in their folder. */
const LONGEST_FOLDER = 107 - "/door.sock".length;

export interface InstanceFolder {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** The state directory of a VM. */
  machine(vm: string): string;
  readonly pki: string;
  readonly logs: string;
  readonly door: string;
}

export interface Places {
  /** The store of images. */
  readonly images: string;
  readonly instances: string;
  instance(name: string): InstanceFolder;
}

/** `$GHAF_STATE_DIR`, else /var/lib/ghaf. @throws CliError `configuration` for a relative one */
export function placesOf(env: Environment): Places {
  const base = nonEmpty(env["GHAF_STATE_DIR"]) ?? STATE_BASE;
  if (!base.startsWith("/")) {
    const text = `GHAF_STATE_DIR is ${base}: it must be an absolute path`;
    throw new CliError("configuration", text);
  }
  const instances = join(base, "instances");
  return {
    images: join(base, "images"),
    instances,
    instance: (name) => folderOf(instances, name),
  };
}

/** @param source the flag or variable that it came from @throws CliError `usage` */
export function parseInstanceName(
  untrusted: string,
  source = "--instance",
): string {
  if (isInstanceName(untrusted)) return untrusted;
  const text = `${source} ${JSON.stringify(untrusted)}: a name has 1 to 32 of a-z, 0-9 and -`;
  throw new CliError("usage", text);
}

export function isInstanceName(untrusted: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,31}$/.test(untrusted);
}

/** What a command needs besides to mean that device: nothing for the usual one. */
export function instanceFlag({ name }: InstanceFolder): string {
  return name === DEFAULT_INSTANCE ? "" : ` --instance ${name}`;
}

/** For what only a running device has. */
export function notRunning(folder: InstanceFolder): CliError {
  return new CliError("not-found", `the device ${folder.name} does not run`, {
    hints: [`ghaf up${instanceFlag(folder)}`],
  });
}

function folderOf(instances: string, name: string): InstanceFolder {
  const path = join(instances, name);
  if (Buffer.byteLength(path) > LONGEST_FOLDER) {
    const text = `${path} is too long: sockets in it could not be opened`;
    const hints = ["set GHAF_STATE_DIR to a shorter path"];
    throw new CliError("configuration", text, { hints });
  }
  return {
    ...{ name, path },
    machine: (vm) => join(path, INSTANCE_PATHS.machines, vm),
    pki: join(path, INSTANCE_PATHS.pki),
    logs: join(path, INSTANCE_PATHS.logs),
    door: join(path, "door.sock"),
  };
}
