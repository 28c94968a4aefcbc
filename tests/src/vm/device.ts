/** A device of real VMs, through its front doors: `ghaf`, `givc-cli`, the files of its instance, and a shell in each VM (probed.ts). */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { run } from "../machine/command.ts";
import { waitFor } from "../machine/wait-for.ts";
import { type Finished, Program, starter } from "../process/program.ts";
import { imageCache } from "./built-image.ts";
import { type InstanceTrace, traceOf } from "./device-processes.ts";
import { SHELL_PORT } from "./probed.ts";

const checkout = join(import.meta.dirname, "../../..");

/** Of its parts: a configuration of a test is text that begins with them. */
export const imports = {
  defineSystem: 'import { defineSystem } from "@ghaf/system";\n',
  minimal: `import minimal from ${JSON.stringify(join(checkout, "examples/minimal/system.ts"))};\n`,
  probed: `import { probed } from ${JSON.stringify(join(checkout, "tests/src/vm/probed.ts"))};\n`,
} as const;

/** examples/minimal, and in each of its VMs what tests look through. */
export const probedMinimal = `${imports.defineSystem}${imports.minimal}${imports.probed}
export default defineSystem({ imports: [minimal, probed] });
`;

/** VMs boot in half a minute together; others may use the same two processors. */
export const BOOT_MS = 480_000;
const BOOT_SECONDS = "480";
const COMMAND_MS = 150_000;
const DAY_MS = 24 * 3_600_000;

/** What a VM's runner says of it (status.json). */
export interface VmStatus {
  readonly phase: string;
  readonly accelerator: string | null;
  readonly sinceUnixMs: number;
  readonly startedUnixMs: number;
  readonly readyUnixMs: number | null;
  readonly outcome: { readonly kind: string; readonly reason: string } | null;
}

/** A row of `ghaf plan -o json`. */
export interface PlannedVm {
  readonly name: string;
  readonly machineId: string;
  readonly address: string;
  readonly debugAddress: string;
}

/** An entry of the registry, as `givc-cli query-list --as-json` prints it. */
export interface Entry {
  readonly name: string;
  readonly status: string;
  readonly vm_name: string | null;
}

export class Device {
  /** Of the configuration. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly #guardian: Guardian;
  #connection: Readonly<Record<string, string>> | undefined;
  #planned: Promise<readonly PlannedVm[]> | undefined;

  private constructor(folder: string, guardian: Guardian) {
    this.folder = folder;
    this.env = environmentOf(folder);
    this.#guardian = guardian;
  }

  /** Its folder and its guardian; nothing runs yet. */
  static async make(configuration: string): Promise<Device> {
    const folder = await mkdtemp(join(tmpdir(), "ghaf-vm-"));
    const guardian = startGuardian(folder);
    const state = join(folder, "s");
    await mkdir(state, { mode: 0o700 });
    await mkdir(imageCache(), { recursive: true, mode: 0o700 });
    await symlink(join(imageCache(), "store"), join(state, "images"));
    const device = new Device(folder, guardian);
    await device.configure(configuration);
    await device.#takeLock();
    return device;
  }

  async configure(text: string): Promise<void> {
    await writeFile(join(this.folder, "system.ts"), text);
  }

  /** Ends whatever runs of it and removes everything. */
  async close(): Promise<void> {
    await this.#guardian.close();
  }

  /** A path in the folder of the instance. */
  path(...names: readonly string[]): string {
    return join(this.folder, "s", "instances", "default", ...names);
  }

  /** Starts it and waits until every VM is up; what it said is in the error. */
  async up(...words: readonly string[]): Promise<Finished> {
    const all = ["up", "system.ts", "--timeout", BOOT_SECONDS, ...words];
    const finished = await this.ghaf(all, 2 * BOOT_MS);
    this.#connection = undefined;
    await this.#keepLock();
    if (finished.code === 0) return finished;
    throw new Error(`ghaf up: ${finished.stderr}\n${await this.words()}`);
  }

  startGhaf(...words: readonly string[]): Program {
    const argv = [process.execPath, starter("ghaf"), ...words];
    return new Program(["env", "-C", this.folder, ...argv], { env: this.env });
  }

  /** To its end, whatever its exit status. */
  async ghaf(
    words: readonly string[],
    deadlineMs = COMMAND_MS,
  ): Promise<Finished> {
    const argv = [process.execPath, starter("ghaf"), ...words];
    const options = { env: this.env, deadlineMs };
    return await run(["env", "-C", this.folder, ...argv], options);
  }

  async givcCli(...words: readonly string[]): Promise<Finished> {
    const argv = [process.execPath, starter("givc-cli"), ...words];
    const env = await this.#operator();
    return await run(argv, { env, deadlineMs: COMMAND_MS });
  }

  async #operator(): Promise<Readonly<Record<string, string>>> {
    this.#connection ??= await this.#exported();
    return { ...this.env, ...this.#connection };
  }

  /** What `ghaf env` prints: another port after each start. */
  async #exported(): Promise<Record<string, string>> {
    const { stdout } = await this.ghaf(["env"]);
    const lines = stdout.matchAll(/^export (\w+)=(.*)$/gm);
    return Object.fromEntries(
      [...lines].map(([, name, value]) => [name, value]),
    );
  }

  async registry(): Promise<readonly Entry[]> {
    const { code, stdout, stderr } = await this.givcCli(
      ...["query-list", "--as-json"],
    );
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  }

  /** Undefined for a name that is not registered. */
  async registered(name: string): Promise<string | undefined> {
    const entries = await this.registry();
    return entries.find((entry) => entry.name === name)?.status;
  }

  async status(vm: string): Promise<VmStatus> {
    return JSON.parse(
      await readFile(this.path("microvms", vm, "status.json"), "utf8"),
    );
  }

  /** Until a VM is ready that was started after `since` (Unix time in ms). */
  async readySince(vm: string, since: number): Promise<VmStatus> {
    return await waitFor(
      `${vm} is ready again`,
      async () => {
        const status = await this.status(vm);
        const isNew = status.startedUnixMs > since && status.phase === "ready";
        return isNew ? status : undefined;
      },
      BOOT_MS,
    );
  }

  /** Until exactly these entries of the registry run, and for as long as VMs take. */
  async runs(names: readonly string[]): Promise<void> {
    const wanted = [...names].sort();
    let found: readonly string[] = [];
    await waitFor(
      "all are registered and run",
      async () => {
        found = (await this.registry())
          .filter(({ status }) => status === "Running")
          .map(({ name }) => name)
          .sort();
        return isDeepStrictEqual(found, wanted);
      },
      BOOT_MS,
    ).catch((cause: unknown) => {
      assert.deepEqual(found, wanted);
      throw cause;
    });
  }

  /** Until QEMU runs a VM that was started after `since`. Whoever looks late finds it ready already. */
  async begun(vm: string, since: number): Promise<void> {
    await waitFor(
      `${vm} boots`,
      async () => {
        const { phase, startedUnixMs } = await this.status(vm);
        return startedUnixMs > since && ["booting", "ready"].includes(phase);
      },
      BOOT_MS,
    );
  }

  /** `givc-cli watch`, from its first list on. */
  async watch(): Promise<Program> {
    const words = ["watch", "--as-json", "--initial"];
    const watcher = new Program(
      [process.execPath, starter("givc-cli"), ...words],
      { env: await this.#operator() },
    );
    await watcher.said("microvm@");
    return watcher;
  }

  async trace(): Promise<InstanceTrace> {
    return await traceOf(this.path());
  }

  /** Runs a program in the network of the device, where the host's agent is. */
  async onHost(
    argv: readonly string[],
    options: { readonly input?: string; readonly deadlineMs?: number } = {},
  ): Promise<Finished> {
    const { networkOf } = await this.trace();
    const inside = ["nsenter", `--net=/proc/${networkOf}/ns/net`, "--"];
    return await run([...inside, ...argv], options);
  }

  /** What a script of bash prints in a VM, run by root. */
  async inGuest(vm: string, script: string): Promise<string> {
    const address = await this.addressOf(vm);
    const argv = [process.execPath, SHELL, address, String(SHELL_PORT)];
    const input = `${script}\necho "${END}"\nexit\n`;
    const { stdout, stderr } = await waitFor(
      `the shell of ${vm}`,
      async () => {
        const finished = await this.onHost(argv, {
          ...{ input, deadlineMs: COMMAND_MS },
        });
        if (finished.code === 0) return finished;
        throw new Error(finished.stderr);
      },
      COMMAND_MS,
    );
    if (stdout.endsWith(`${END}\n`)) return stdout.slice(0, -END.length - 1);
    throw new Error(`the shell of ${vm} broke off: ${stdout}${stderr}`);
  }

  /** In the network of debug builds, where the host is too. */
  async addressOf(vm: string): Promise<string> {
    const found = (await this.planned()).find(({ name }) => name === vm);
    if (found === undefined) throw new Error(`there is no ${vm}`);
    return found.debugAddress;
  }

  /** The VMs as `ghaf plan` lists them; they stay what they are. */
  async planned(): Promise<readonly PlannedVm[]> {
    this.#planned ??= this.ghaf(["plan", "-o", "json"]).then(
      ({ stdout }) => JSON.parse(stdout).vms,
    );
    return await this.#planned;
  }

  /** Everything it said, for the report of a failure. */
  async words(): Promise<string> {
    const logs = await run(["sh", "-c", LAST_WORDS, this.path()]);
    return logs.stdout;
  }

  /** Versions of packages are those of the day, for all tests and runs. */
  async #takeLock(): Promise<void> {
    const kept = keptLock();
    const age = await stat(kept).catch(() => undefined);
    if (age === undefined || Date.now() - age.mtimeMs > DAY_MS) return;
    await copyFile(kept, this.#lockFile());
  }

  async #keepLock(): Promise<void> {
    const kept = keptLock();
    const age = await stat(kept).catch(() => undefined);
    const own = await readFile(this.#lockFile(), "utf8").catch(() => "");
    const isOld = age === undefined || Date.now() - age.mtimeMs > DAY_MS;
    if (own === "" || !isOld) return;
    await writeFile(`${kept}.${process.pid}`, own);
    await rename(`${kept}.${process.pid}`, kept);
  }

  #lockFile(): string {
    return join(this.folder, "ghaf.lock.json");
  }
}

function keptLock(): string {
  return join(imageCache(), "device-lock.json");
}

const END = "--- that was all ---";

const SHELL = join(import.meta.dirname, "device-shell-main.js");

const LAST_WORDS = `
cd "$0" && for file in logs/*.log microvms/*/status.json microvms/*/console.log
do echo "== $file"; tail -c 2000 "$file"; done`;

function environmentOf(folder: string): Record<string, string> {
  const { PATH = "", HOME = "/root", TMPDIR = "/tmp" } = process.env;
  return {
    ...{ PATH, HOME, TMPDIR, NO_COLOR: "1" },
    GHAF_STATE_DIR: join(folder, "s"),
    XDG_CACHE_HOME: join(folder, "cache"),
  };
}

interface Guardian {
  close(): Promise<void>;
}

/**
 * A process that outlives the tests for as long as removing takes: an instance is nobody's
 * child. It has no mark of the test run, by which all its processes can be ended.
 */
function startGuardian(folder: string): Guardian {
  const script = 'cat >/dev/null; "$@" down --now 2>/dev/null; rm -rf "$0"';
  const words = ["-c", script, folder, process.execPath, starter("ghaf")];
  const child = spawn("sh", words, {
    stdio: ["pipe", "ignore", "inherit"],
    ...{ detached: true, env: environmentOf(folder), cwd: "/" },
  });
  const ended = once(child, "exit");
  child.unref();
  return {
    close: async () => {
      child.ref();
      child.stdin.end();
      await ended;
    },
  };
}
