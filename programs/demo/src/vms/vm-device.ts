/** The device of the demo in virtual machines: `ghaf up` and `down`, and command lines against it. */

import { join } from "node:path";
import type { Finished, Processes } from "../processes.ts";
import { program } from "../programs.ts";
import type { CommandName } from "../telling.ts";
import { Watcher } from "../watcher.ts";

/** Four VMs on two processors that others use as well, and images that are built before. */
const UP_LIMIT_MS = 900_000;
/** A command that waits for a VM. */
const COMMAND_LIMIT_MS = 300_000;

export interface VmDeviceFolders {
  /** Where a person would be: the configuration is in `device/system.ts`. */
  readonly work: string;
  /** `GHAF_STATE_DIR`. */
  readonly state: string;
}

export class VmDevice {
  readonly folders: VmDeviceFolders;
  readonly #processes: Processes;
  #variables: Readonly<Record<string, string>> = {};

  constructor(folders: VmDeviceFolders, processes: Processes) {
    this.folders = folders;
    this.#processes = processes;
  }

  /** What later commands have in their environment. */
  export(variables: Readonly<Record<string, string>>): void {
    this.#variables = variables;
  }

  /** @param onLine is given what it says while it runs */
  run(
    name: CommandName,
    args: readonly string[],
    onLine: (line: string) => void = () => undefined,
  ): Promise<Finished> {
    const limitMs = args[0] === "up" ? UP_LIMIT_MS : COMMAND_LIMIT_MS;
    const command = [program("cli", name), ...args];
    const folder = this.folders.work;
    const options = { folder, limitMs, onLine };
    return this.#processes.run(command, this.#environment(), options);
  }

  watch(): Watcher {
    const args = ["watch", "--as-json", "--initial"];
    const command = [program("cli", "givc-cli"), ...args];
    const child = this.#processes.follow(command, this.#environment());
    return new Watcher(child, COMMAND_LIMIT_MS);
  }

  #environment(): Readonly<Record<string, string>> {
    return {
      GHAF_STATE_DIR: this.folders.state,
      XDG_CACHE_HOME: join(this.folders.work, "cache"),
      ...this.#variables,
    };
  }
}

/** The lines `export NAME=value` of `ghaf env`. */
export function readExports(text: string): Readonly<Record<string, string>> {
  const lines = text.matchAll(/^export (\w+)=(\S+)$/gm);
  return Object.fromEntries(
    [...lines].map(([, name = "", value = ""]) => [name, value]),
  );
}
