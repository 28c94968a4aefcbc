/**
 * A `systemd --user` with a bus of its own, for tests: in private mount, process
 * and control group namespaces, with nothing but the units that it is given.
 * Needs root, control groups version 2, and the Debian packages dbus-daemon,
 * systemd and util-linux.
 */

import {
  type ChildProcess,
  execFile,
  spawn,
  spawnSync,
} from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { until } from "./contract/until.ts";

const PREFIX = "ghaf-units-";
/** The unified hierarchy, alone or beside version 1. */
const CGROUP_ROOTS = ["/sys/fs/cgroup/unified", "/sys/fs/cgroup"];
const TOOLS = [
  "/usr/bin/dbus-daemon",
  "/usr/bin/busctl",
  "/lib/systemd/systemd",
  "/usr/bin/unshare",
  "/usr/bin/nsenter",
  "/usr/bin/setpriv",
];
const UNSHARE = [
  "--pid",
  "--fork",
  "--kill-child",
  "--mount-proc",
  "--mount",
  "--cgroup",
  "--propagation",
  "private",
];

/** `$1` is the control group; what follows is executed in it. */
const ENTER = 'echo $$ > "$1/cgroup.procs"; shift; exec "$@"';
/** The shell stays process 1, since a systemd there would be no user's. `$1` is the log. */
const INSIDE = `set -e
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t tmpfs -o mode=755 ghaf-units /run
mkdir -p /run/systemd/system
/lib/systemd/systemd --user --log-target=console >"$1" 2>&1 &
wait $!`;

const BUS_CONFIGURATION = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>systemd:</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

const TARGET = "[Unit]\nDefaultDependencies=no\n";
const BASE_UNITS: Readonly<Record<string, string>> = {
  "default.target": `${TARGET}Requires=basic.target\nAfter=basic.target\n`,
  "basic.target": `${TARGET}Wants=dbus.socket dbus.service\n`,
  "shutdown.target": TARGET,
  "dbus.socket": `${TARGET}[Socket]\nListenStream=%t/bus\n`,
};

export interface PrivateManager {
  /** D-Bus address of the bus, reachable from outside. */
  readonly address: string;
  /** Sends a signal to a process by the id that it has inside. */
  kill(processId: number, signal: string): Promise<void>;
  /** Asks the manager past the bus. @returns what systemctl prints */
  systemctl(...words: readonly string[]): Promise<string>;
  /** Runs a program as a transient unit that stays when it has failed. */
  runTransient(unit: string, ...command: readonly string[]): Promise<void>;
  /** Sends a signal of the manager's interface to every connection of the bus, each by its own name. */
  forge(member: string, ...body: readonly string[]): Promise<void>;
  /** Stops the manager's own process, or lets it go on. */
  freezeSystemd(stopped: boolean): Promise<void>;
  /** Ends every process and removes every trace; may be called again. */
  end(): Promise<void>;
}

/** Why there can be no private manager here; undefined when there can. */
export function missingForPrivateManager(): string | undefined {
  if (process.getuid?.() !== 0) return "it needs root";
  const absent = TOOLS.find((path) => !existsSync(path));
  if (absent !== undefined) return `${absent} is not installed`;
  if (cgroupRoot() === undefined) return "there are no control groups v2";
  const probe = spawnSync("/usr/bin/unshare", [...UNSHARE, "/bin/true"]);
  return probe.status === 0 ? undefined : "namespaces cannot be made";
}

/** Starts one. @param units texts of unit files by their names */
export async function startPrivateManager(
  units: Readonly<Record<string, string>>,
): Promise<PrivateManager> {
  const directory = mkdtempSync(join(tmpdir(), PREFIX));
  const cgroup = makeCgroup();
  const child = launch(directory, cgroup, units);
  const manager = new Namespaced(directory, cgroup, child);
  try {
    await manager.ready();
  } catch (error) {
    const log = readFileSync(`${directory}/systemd.log`, "utf8");
    await manager.end();
    throw new Error(`the private systemd did not start:\n${log}`, {
      cause: error,
    });
  }
  return manager;
}

class Namespaced implements PrivateManager {
  readonly address: string;
  readonly #directory: string;
  readonly #cgroup: string;
  readonly #child: ChildProcess;

  constructor(directory: string, cgroup: string, child: ChildProcess) {
    this.address = `unix:path=${directory}/run/bus`;
    this.#directory = directory;
    this.#cgroup = cgroup;
    this.#child = child;
  }

  async ready(): Promise<void> {
    await until("the private systemd", async () => {
      if (this.#child.exitCode !== null) throw new Error("unshare has failed");
      const state = this.systemctl("is-active", "dbus.service");
      return (await state.catch(() => "")) === "active" ? true : undefined;
    });
    // It comes to its bus only after that is active, and who is faster finds nobody.
    await until("systemd on its bus", async () => {
      const bus = "org.freedesktop.DBus";
      const words = [bus, "/org/freedesktop/DBus", bus, "NameHasOwner", "s"];
      const asked = this.#busctl("call", ...words, "org.freedesktop.systemd1");
      return (await asked.catch(() => "")) === "b true\n" ? true : undefined;
    });
  }

  async kill(processId: number, signal: string): Promise<void> {
    await this.#inside("/bin/kill", `-${signal}`, `${processId}`);
  }

  async systemctl(...words: readonly string[]): Promise<string> {
    return this.#inside("/usr/bin/systemctl", "--user", ...words);
  }

  async runTransient(
    unit: string,
    ...command: readonly string[]
  ): Promise<void> {
    const words = ["--user", "--quiet", `--unit=${unit}`, "--", ...command];
    await this.#inside("/usr/bin/systemd-run", ...words);
  }

  async forge(member: string, ...body: readonly string[]): Promise<void> {
    const list = await this.#busctl("list", "--unique", "--no-legend");
    const face = "org.freedesktop.systemd1.Manager";
    const signal = ["/org/freedesktop/systemd1", face, member, ...body];
    for (const [name] of list.matchAll(/^:\S+/gm)) {
      await this.#busctl("emit", `--destination=${name}`, ...signal);
    }
  }

  async freezeSystemd(stopped: boolean): Promise<void> {
    const { pid } = this.#child;
    const shell = children(Number(pid))[0];
    const systemd = shell === undefined ? undefined : children(shell)[0];
    if (systemd === undefined) throw new Error("systemd is not running");
    process.kill(systemd, stopped ? "SIGSTOP" : "SIGCONT");
  }

  async end(): Promise<void> {
    if (existsSync(this.#cgroup)) {
      writeFileSync(`${this.#cgroup}/cgroup.kill`, "1");
      if (this.#child.exitCode === null && this.#child.signalCode === null) {
        await once(this.#child, "exit");
      }
      await until("the empty control group", () =>
        removeCgroup(this.#cgroup) ? true : undefined,
      );
    }
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #busctl(...words: readonly string[]): Promise<string> {
    const address = `--address=${this.address}`;
    const busctl = promisify(execFile)("/usr/bin/busctl", [address, ...words]);
    return (await busctl).stdout;
  }

  /** systemd answers nobody whose process id it cannot see. */
  async #inside(...words: readonly string[]): Promise<string> {
    const namespaces = `/proc/${this.#child.pid}/ns`;
    const enter = [
      `--pid=${namespaces}/pid_for_children`,
      `--mount=${namespaces}/mnt`,
    ];
    const { stdout } = await promisify(execFile)(
      "/usr/bin/nsenter",
      [...enter, ...words],
      { env: { XDG_RUNTIME_DIR: `${this.#directory}/run` } },
    );
    return stdout.trim();
  }
}

function launch(
  directory: string,
  cgroup: string,
  units: Readonly<Record<string, string>>,
): ChildProcess {
  mkdirSync(`${directory}/run`, { mode: 0o700 });
  mkdirSync(`${directory}/units`);
  writeFileSync(`${directory}/bus.conf`, BUS_CONFIGURATION);
  const bus = `${TARGET}[Service]\nType=notify\nExecStart=/usr/bin/dbus-daemon --config-file=${directory}/bus.conf --nofork --nopidfile --systemd-activation\n`;
  const all = { ...BASE_UNITS, "dbus.service": bus, ...units };
  for (const [name, text] of Object.entries(all)) {
    writeFileSync(`${directory}/units/${name}`, text);
  }
  const inside = ["/bin/sh", "-c", INSIDE, "sh", `${directory}/systemd.log`];
  const words = ["/usr/bin/unshare", ...UNSHARE, ...inside];
  const enter = ["/bin/sh", "-c", ENTER, "sh", cgroup, ...words];
  return spawn("/usr/bin/setpriv", ["--pdeathsig", "KILL", ...enter], {
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
      HOME: directory,
      XDG_RUNTIME_DIR: `${directory}/run`,
      // What is made at run time must be found again after a reload.
      SYSTEMD_UNIT_PATH: [
        `${directory}/run/systemd/transient`,
        `${directory}/run/systemd/user`,
        `${directory}/units`,
      ].join(":"),
    },
  });
}

function children(processId: number): readonly number[] {
  const path = `/proc/${processId}/task/${processId}/children`;
  return readFileSync(path, "utf8").trim().split(" ").map(Number);
}

function cgroupRoot(): string | undefined {
  return CGROUP_ROOTS.find((root) => existsSync(`${root}/cgroup.procs`));
}

/** Groups whose maker was killed are empty and go first. */
function makeCgroup(): string {
  const root = cgroupRoot();
  if (root === undefined) throw new Error("there are no control groups v2");
  for (const name of readdirSync(root)) {
    const maker = name.startsWith(PREFIX) ? name.split("-")[2] : undefined;
    if (maker !== undefined && !existsSync(`/proc/${maker}`)) {
      removeCgroup(join(root, name));
    }
  }
  const taken = readdirSync(root);
  let number = 0;
  while (taken.includes(`${PREFIX}${process.pid}-${number}`)) number += 1;
  const cgroup = join(root, `${PREFIX}${process.pid}-${number}`);
  mkdirSync(cgroup);
  return cgroup;
}

/** @returns false while a process is left in it */
function removeCgroup(path: string): boolean {
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory()) removeCgroup(join(path, entry.name));
    }
    rmdirSync(path);
    return true;
  } catch {
    return !existsSync(path);
  }
}
