/** A program that the control plane may start in a VM (spec 2.7; control-plane specification 3.6). */

import type { PlatformConfig } from "../options/platform-options.ts";
import type { GuestConfig } from "./guest.ts";

export interface Application {
  readonly name: string;
  /** The program by absolute path and its fixed arguments; never empty. */
  readonly argv: readonly string[];
  /** What a caller may add. */
  readonly argumentKinds: readonly ("flag" | "url" | "file")[];
  /** Where the files may be that a caller names. */
  readonly directories: readonly string[];
  /** Whether a second start hands over to the running one; null: the agent waits to see. */
  readonly singleInstance: boolean | null;
}

/** By name. */
export function applicationsOf(
  { ghaf }: PlatformConfig,
  guest: GuestConfig,
): readonly Application[] {
  const { applications } = guest.ghaf.givc.appvm;
  const prefix = ghaf.givc.appPrefix;
  const inWindows = guest.ghaf.waypipe.enable;
  return applications
    .map(({ name, command, args, directories, singleInstance }) => ({
      name,
      argv: argvOf(command, { prefix, inWindows }),
      argumentKinds: args,
      directories,
      singleInstance,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface Surroundings {
  /** Where programs are that are not named by an absolute path. */
  readonly prefix: string;
  /** Whether the program's windows go to gui-vm. */
  readonly inWindows: boolean;
}

function argvOf(
  command: string,
  { prefix, inWindows }: Surroundings,
): readonly string[] {
  const [program = "", ...args] = command.split(" ");
  const path = program.startsWith("/") ? program : `${prefix}/${program}`;
  return inWindows ? [`${prefix}/run-waypipe`, path, ...args] : [path, ...args];
}
