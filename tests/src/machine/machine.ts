/** A test machine: a real systemd as PID 1 on a Debian tree, up in half a second. */

import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Cgroup } from "./cgroup.ts";
import type { Finished } from "./command.ts";
import {
  enterGuest,
  type Guest,
  type GuestProgram,
  type GuestRunOptions,
  type GuestUser,
  succeedIn,
} from "./guest.ts";
import { type GuestFile, type GuestUnit, layFiles } from "./guest-files.ts";
import { MachineError } from "./machine-error.ts";
import type { Port } from "./network.ts";
import { recipes } from "./recipes.ts";

/** A directory or file of this machine that a guest sees; read-only unless said otherwise. */
export interface Bind {
  readonly from: string;
  readonly to: string;
  readonly writable?: boolean;
}

export interface MachineOptions {
  /** The host name. */
  readonly name: string;
  /** Its place on a network; only a loopback interface without one. */
  readonly port?: Port;
  /** Whether it sets up its interfaces itself. */
  readonly ownNetwork?: boolean;
  readonly binds?: readonly Bind[];
  readonly files?: readonly GuestFile[];
  readonly units?: readonly GuestUnit[];
}

export interface Machine {
  readonly name: string;
  /** Settles when the machine has ended: powered off, killed or closed. */
  readonly ended: Promise<void>;
  /** The process id of its systemd, seen from here. */
  leader(): Promise<number>;
  /** Runs a program in it to its end, whatever the exit code. */
  exec(argv: readonly string[], options?: GuestRunOptions): Promise<Finished>;
  /** Runs a program in it that must exit with 0; gives its output. */
  succeed(argv: readonly string[], options?: GuestRunOptions): Promise<string>;
  /** Starts a program in it that goes on. */
  start(
    argv: readonly string[],
    options?: GuestRunOptions,
  ): Promise<GuestProgram>;
  /** `systemctl ARGS` of the system manager, or of the user's when `user` is "ghaf". */
  systemctl(args: readonly string[], user?: GuestUser): Promise<string>;
  /** One property of a unit, as `systemctl show` words it. */
  unitProperty(
    unit: string,
    property: string,
    user?: GuestUser,
  ): Promise<string>;
  /** All that a unit of the system or of a user has said until now, or everybody; oldest first. */
  journal(unit?: string): Promise<string>;
  readFile(path: string): Promise<string>;
  /** Replaces a file in place of the old one, as careful programs do. */
  writeFile(path: string, content: string | Uint8Array): Promise<void>;
  /** What it said on its console. */
  console(): string;
  /** Ends every process of it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Kills it and removes what it was made of; may be called twice. */
  close(): Promise<void>;
}

/** What a machine is made from beside its options; the lab provides it. */
export interface Ground {
  /** The Debian tree. */
  readonly root: string;
  /** An empty cgroup, removed with the machine. */
  readonly cgroup: Cgroup;
  /** An empty directory, removed with the machine. */
  readonly state: string;
}

/** Far beyond the half second that it takes; a busy machine may be slow. */
const bootDeadlineMs = 60_000;
const readyMark = "MACHINE-READY";

/** Boots a machine and waits until systemd, D-Bus, logind and the manager of `ghaf` are up. */
export async function startMachine(
  options: MachineOptions,
  ground: Ground,
): Promise<Machine> {
  const booting = await beginBoot(options, ground);
  const machine = makeMachine(options.name, ground, booting);
  try {
    await untilReady(options.name, booting);
    return machine;
  } catch (error) {
    await machine.close();
    throw error;
  }
}

interface Booting {
  readonly guest: Guest;
  /** What the console said so far; grows. */
  readonly said: string[];
  readonly ready: Promise<void>;
  readonly ended: Promise<void>;
}

async function beginBoot(
  options: MachineOptions,
  ground: Ground,
): Promise<Booting> {
  const layer = join(ground.state, "layer");
  const mountPoint = join(ground.state, "machine");
  const boot = await ground.cgroup.child("machine");
  const programs = await ground.cgroup.child("programs");
  await mkdir(layer);
  await mkdir(mountPoint);
  await layFiles({
    layer,
    root: ground.root,
    files: [machineId(), ...(options.files ?? [])],
    units: options.units ?? [],
  });
  const child = spawn(
    join(recipes, "boot.sh"),
    [boot.path, mountPoint, layer, ground.root, ...nspawnArguments(options)],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, TERM: "dumb" },
    },
  );
  return {
    guest: enterGuest(boot, programs),
    ...listen(child),
    ended: once(child, "close").then(() => {}),
  };
}

/** An identity of its own; without one systemd would take every boot for the first. */
function machineId(): GuestFile {
  const content = `${randomBytes(16).toString("hex")}\n`;
  return { path: "/etc/machine-id", content, mode: 0o444 };
}

function nspawnArguments(options: MachineOptions): string[] {
  const { name, port, ownNetwork, binds = [] } = options;
  return [
    `--machine=${name}`,
    `--hostname=${name}`,
    port
      ? `--network-namespace-path=${port.namespacePath}`
      : "--private-network",
    ...(ownNetwork ? ["--capability=CAP_NET_ADMIN"] : []),
    ...binds.map(({ from, to, writable }) => {
      const option = writable ? "--bind" : "--bind-ro";
      return `${option}=${from.replaceAll(":", "\\:")}:${to}`;
    }),
  ];
}

function listen(child: ChildProcess): Pick<Booting, "said" | "ready"> {
  const said: string[] = [];
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line.trimEnd());
        if (line.includes(readyMark)) resolve();
      });
    }
  });
  return { said, ready };
}

async function untilReady(name: string, booting: Booting): Promise<void> {
  const stop = new AbortController();
  const late = AbortSignal.timeout(bootDeadlineMs);
  const failure = (what: string) =>
    new MachineError("boot", name, [what, ...booting.said].join("\n"));
  try {
    await Promise.race([
      booting.ready,
      booting.ended.then(() => {
        throw failure("ended instead of coming up; its console:");
      }),
      once(late, "abort", { signal: stop.signal }).then(() => {
        throw failure(`not up after ${bootDeadlineMs} ms; its console:`);
      }),
    ]);
  } finally {
    stop.abort();
  }
}

function makeMachine(name: string, ground: Ground, booting: Booting): Machine {
  const { guest, said, ended } = booting;
  const succeed: Machine["succeed"] = (argv, options) =>
    succeedIn(guest, argv, options);
  const systemctl: Machine["systemctl"] = (args, user = "root") => {
    const manager = user === "root" ? "--system" : "--user";
    return succeed(["systemctl", manager, ...args], { user });
  };
  let closing: Promise<void> | undefined;
  const close = async () => {
    await ground.cgroup.remove();
    await ended;
    await rm(ground.state, { recursive: true, force: true });
  };
  return {
    name,
    ended,
    succeed,
    systemctl,
    leader: guest.leader,
    exec: guest.run,
    start: (argv, options) => guest.start(argv, options),
    unitProperty: async (unit, property, user) =>
      (
        await systemctl(["show", "--value", "-p", property, "--", unit], user)
      ).trim(),
    journal: async (unit) => {
      await succeed(["journalctl", "--sync"]);
      return await succeed([
        ...["journalctl", "--quiet", "--no-pager", "--output=cat"],
        ...(unit ? [`_SYSTEMD_UNIT=${unit}`, "+", `UNIT=${unit}`] : []),
        ...(unit ? ["+", `_SYSTEMD_USER_UNIT=${unit}`] : []),
      ]);
    },
    readFile: (path) => succeed(["cat", "--", path]),
    writeFile: async (path, content) => {
      const replace = 'cat >"$1.new" && mv -f -- "$1.new" "$1"';
      await succeed(["sh", "-c", replace, "sh", path], { input: content });
    },
    console: () => said.join("\n"),
    kill: async () => {
      await ground.cgroup.kill();
      await ended;
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
