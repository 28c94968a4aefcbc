/** The running device of the demo: its daemons, and command lines against it. */

import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { exitOf, type Finished, type Processes } from "../processes.ts";
import { program } from "../programs.ts";
import type { CommandName } from "../telling.ts";
import { Watcher } from "../watcher.ts";
import { ADMIN_PORT, type MachineFiles, type World } from "./world.ts";

/** What a step may take before the demo fails. */
export const LIMIT_MS = 30_000;

export class Device {
  readonly world: World;
  readonly #processes: Processes;
  #admin: ChildProcess | undefined;

  constructor(world: World, processes: Processes) {
    this.world = world;
    this.#processes = processes;
  }

  startAdmin(): void {
    const { admin } = this.world;
    this.#admin = this.#processes.daemon("admin-vm", [
      program("admin", "givc-admin"),
      ...["--listen", `${admin.address}:${ADMIN_PORT}`],
      ...["--source-addr", admin.address],
      "--use-tls",
      ...["--ca-cert", admin.caCert],
      ...["--host-cert", admin.cert],
      ...["--host-key", admin.key],
      ...["--state-dir", this.world.folder],
    ]);
  }

  async killAdmin(): Promise<void> {
    if (this.#admin === undefined) throw new Error("there is no admin to kill");
    const gone = exitOf(this.#admin);
    this.#admin.kill("SIGKILL");
    await gone;
  }

  startHost(): void {
    this.#processes.daemon("ghaf-host", [
      program("agent", "givc-agent"),
      "-config",
      this.world.hostConfig,
    ]);
  }

  /** Runs `givc-cli` or `ghaf` as somebody of this device. */
  run(
    name: CommandName,
    args: readonly string[],
    as: MachineFiles = this.world.operator,
  ): Promise<Finished> {
    const command = [program("cli", name), ...args];
    return this.#processes.run(command, this.exports(as));
  }

  watch(): Watcher {
    const args = ["watch", "--as-json", "--initial"];
    const command = [program("cli", "givc-cli"), ...args];
    const child = this.#processes.follow(
      command,
      this.exports(this.world.operator),
    );
    return new Watcher(child, LIMIT_MS);
  }

  /** The environment with which a command line talks to this device as `as`. */
  exports(as: MachineFiles): Readonly<Record<string, string>> {
    return {
      GIVC_ADDR: this.world.admin.address,
      GIVC_PORT: ADMIN_PORT,
      GIVC_NAME: this.world.admin.name,
      GIVC_BIND: as.address,
      GIVC_CA_CERT: as.caCert,
      GIVC_HOST_CERT: as.cert,
      GIVC_HOST_KEY: as.key,
    };
  }
}

export interface FoundProcess {
  readonly pid: number;
  /** proc_pid_stat(5): R and S run or wait, T is stopped. */
  readonly state: string;
}

/** The process whose arguments contain `word`, as the kernel shows it. */
export function findProcess(word: string): FoundProcess | undefined {
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const found = readProcess(id);
    if (found?.args.includes(word)) {
      return { pid: Number(id), state: found.state };
    }
  }
  return undefined;
}

function readProcess(id: string) {
  try {
    const args = readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0");
    const stat = readFileSync(`/proc/${id}/stat`, "utf8");
    return { args, state: stat.slice(stat.lastIndexOf(")") + 2)[0] ?? "?" };
  } catch {
    return undefined;
  }
}
