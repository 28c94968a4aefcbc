/** The port to the machine that is looked at: the few questions that the checks ask. Adapter: node-machine.ts. Substitute: fake-machine.ts. */

import type { DeviceServer } from "./device-servers.ts";

/** How a program ended. */
export interface Ending {
  /** Undefined: it was killed, at its deadline for instance, or did not even start. */
  readonly code: number | undefined;
  readonly output: string;
  /** The first line of its complaints, or why it could not be started. */
  readonly complaint: string;
}

export interface Run {
  readonly argv: readonly [string, ...string[]];
  /** Milliseconds after which it is killed. */
  readonly deadlineMs: number;
  /** For its standard input; nothing by default. */
  readonly input?: string;
}

export interface Machine {
  /** Of the user who asks; 0 is root. */
  readonly userId: number;
  /** Of Node, without the v. */
  readonly nodeVersion: string;
  /** As Node calls it: x64, arm64. */
  readonly architecture: string;
  /** The absolute path of a program; undefined when it is not installed. */
  find(program: string): Promise<string | undefined>;
  /** Runs a small program to its end, however it ends. */
  run(run: Run): Promise<Ending>;
  /** The text of a file; undefined when it cannot be read. */
  read(path: string): Promise<string | undefined>;
  /** The names in a folder; none when it cannot be read. */
  list(folder: string): Promise<readonly string[]>;
  /** Whether this user can open a device for reading and writing. */
  device(path: string): Promise<"usable" | "absent" | "refused">;
  /** Bytes that root may still write where the folder is, or will be. */
  freeBytes(folder: string): Promise<number>;
  /** Whether somebody accepts connections at a Unix socket. */
  answers(socket: string): Promise<boolean>;
  /** Where Debian packages for guests come from, as lines of sources.list; rejects with the reason when from nowhere. */
  packageSources(): Promise<readonly string[]>;
}

/** What a check is given. */
export interface Surroundings {
  readonly machine: Machine;
  /** The folder of all instances. */
  readonly instances: string;
  /** The store of images. */
  readonly images: string;
  /** The program that runs a VM, and arguments before its own; undefined when it is not built. */
  readonly runner: readonly [string, ...string[]] | undefined;
  /** By the machines of a configuration; undefined when none was given. */
  readonly wanted: Wanted | undefined;
}

export interface Wanted {
  readonly vms: readonly { readonly name: string; readonly mib: number }[];
  /** Programs beside QEMU. */
  readonly servers: readonly DeviceServer[];
}
