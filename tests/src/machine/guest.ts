/** Running programs inside a machine: entering its namespaces as root or as its user. */

import { readFile } from "node:fs/promises";
import type { Cgroup } from "./cgroup.ts";
import {
  type Finished,
  finish,
  outputOf,
  type RunningProgram,
  type RunOptions,
  start,
} from "./command.ts";
import { MachineError } from "./machine-error.ts";

/** Who runs a program in a machine: root, or the user (1000) whose manager lingers. */
export type GuestUser = "root" | "ghaf";

export interface GuestRunOptions extends RunOptions {
  readonly user?: GuestUser;
}

/** A program running in a machine. */
export interface GuestProgram {
  readonly child: RunningProgram;
  /** Sends a signal to the program and to what it started. */
  signal(signal: NodeJS.Signals): Promise<void>;
}

/** The inside of a machine, as programs entering it find it. */
export interface Guest {
  /** The process id of its systemd, seen from here. */
  leader(): Promise<number>;
  run(argv: readonly string[], options?: GuestRunOptions): Promise<Finished>;
  start(
    argv: readonly string[],
    options?: GuestRunOptions,
  ): Promise<GuestProgram>;
}

const userRuntime = "/run/user/1000";

/**
 * `boot` is the cgroup that the machine was booted in; each program gets one of its own in
 * `programs`, so that it can be ended with everything it started.
 */
export function enterGuest(boot: Cgroup, programs: Cgroup): Guest {
  let started = 0;
  const leader = async () => {
    // A program that systemd is just starting is in this cgroup too, for a moment.
    for (const pid of await boot.processes("payload/init.scope")) {
      if ((await innermostPid(pid)) === 1) return pid;
    }
    throw new MachineError("boot", boot.path, "the machine has ended");
  };
  const begin = async (
    argv: readonly string[],
    options: GuestRunOptions = {},
  ): Promise<GuestProgram & { cgroup: Cgroup }> => {
    started += 1;
    const cgroup = await programs.child(String(started));
    const inside = asUser(options.user ?? "root", argv, options.env ?? {});
    const entering = ["nsenter", `--target=${await leader()}`, "--all", "--"];
    const child = start(cgroup.enter([...entering, ...inside]));
    const signal = async (name: NodeJS.Signals) => {
      const all = await cgroup.processes();
      // The first is nsenter, waiting outside for the program.
      for (const pid of all) if (pid !== child.pid) send(pid, name);
    };
    return { cgroup, child, signal };
  };
  return {
    leader,
    start: begin,
    run: async (argv, options = {}) => {
      const { cgroup, child } = await begin(argv, options);
      let removing: Promise<void> | undefined;
      const remove = () => {
        removing ??= cgroup.remove();
        return removing;
      };
      try {
        const kill = () => void remove().catch(() => {}); // told below
        return await finish(child, { ...options, argv, kill });
      } finally {
        await remove();
      }
    },
  };
}

/** Some of what a program starts has ended before it can be signalled. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code !== "ESRCH") throw error;
  }
}

/** The id that a process has in the namespace it was made in; 0 when it is gone. */
async function innermostPid(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const ids = /^NSpid:\s+(.*)$/m.exec(status)?.[1] ?? "";
  return Number(ids.split(/\s+/).at(-1));
}

function asUser(
  user: GuestUser,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): string[] {
  const home = user === "root" ? "/root" : "/home/ghaf";
  const variables = {
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin",
    LANG: "C.UTF-8",
    HOME: home,
    ...(user === "ghaf" && {
      XDG_RUNTIME_DIR: userRuntime,
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${userRuntime}/bus`,
    }),
    ...env,
  };
  const set = Object.entries(variables).map(
    ([key, value]) => `${key}=${value}`,
  );
  const becoming = ["setpriv", "--reuid=1000", "--regid=1000", "--init-groups"];
  return [
    ...(user === "ghaf" ? becoming : []),
    ...["env", "--ignore-environment", `--chdir=${home}`, ...set],
    ...argv,
  ];
}

/** Runs a program that must exit with 0, and gives what it printed. */
export async function succeedIn(
  guest: Guest,
  argv: readonly string[],
  options: GuestRunOptions = {},
): Promise<string> {
  return outputOf(argv, await guest.run(argv, options));
}
