/** `ghaf up`, `down` and `env`: their command lines. */

import { type Command, InvalidArgumentError, Option } from "commander";
import { type Shell, wholeNumber } from "../shell.ts";

export function addDevice(program: Command, shell: Shell): void {
  addUp(program, shell);
  addDown(program, shell);
  addEnv(program, shell);
}

interface UpOptions {
  readonly config?: string;
  readonly instance: string;
  readonly port?: number;
  readonly wait: boolean;
  readonly timeout: number;
  readonly restart?: boolean;
  readonly foreground?: boolean;
  readonly locked?: boolean;
}

/** Emulated VMs on a small machine take the most part of a minute each. */
const TIMEOUT_S = 600;

function addUp(program: Command, shell: Shell): void {
  program
    .command("up")
    .description("run the VMs of a configuration on this machine")
    .argument("[file]", "configuration (default: system.ts and the like here)")
    .option("-c, --config <file>", "configuration to run")
    .addOption(instanceOption())
    .option("--port <port>", "of 127.0.0.1 for the admin (default: any)", port)
    .option("--wait", "wait until every agent is registered (default)", true)
    .option("--no-wait", "return when the device has begun to start")
    .option(
      "--timeout <seconds>",
      "give up waiting after that long",
      wholeNumber,
      TIMEOUT_S,
    )
    .option("--restart", "restart what runs with an outdated configuration")
    .option("--foreground", "end the device with this command")
    .option("--locked", "refuse to resolve packages that the lock lacks")
    .addHelpText("after", UP_EXAMPLES)
    .action(async (file: string | undefined, options: UpOptions) => {
      const { up } = await import("../commands/up.ts");
      const { restart = false, foreground = false, locked = false } = options;
      const { config, instance, port: wanted, wait, timeout } = options;
      const words = file === undefined ? [] : [file];
      const request = { words, config, instance, port: wanted, wait, timeout };
      await up({ ...request, restart, foreground, locked }, shell);
    });
}

interface DownOptions {
  readonly instance: string;
  readonly now?: boolean;
  readonly purge?: boolean;
}

function addDown(program: Command, shell: Shell): void {
  program
    .command("down")
    .description("stop a device that runs on this machine")
    .addOption(instanceOption())
    .option("--now", "at once, as a power cut")
    .option("--purge", "remove its disks, keys and logs too")
    .addHelpText("after", DOWN_EXAMPLES)
    .action(async (options: DownOptions) => {
      const { down } = await import("../commands/down.ts");
      const { instance, now = false, purge = false } = options;
      await down({ instance, now, purge }, shell);
    });
}

function addEnv(program: Command, shell: Shell): void {
  program
    .command("env")
    .description("print variables that lead givc-cli to a running device")
    .addOption(instanceOption())
    .addHelpText("after", ENV_EXAMPLES)
    .action(async ({ instance }: { instance: string }) => {
      const { env } = await import("../commands/env.ts");
      await env(instance, shell);
    });
}

export function instanceOption(): Option {
  return new Option(
    "--instance <name>",
    "which device of this machine",
  ).default("default");
}

function port(untrusted: string): number {
  const value = /^\d{1,5}$/.test(untrusted) ? Number(untrusted) : -1;
  if (value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError("It must be a port from 1 to 65535.");
}

const UP_EXAMPLES = `
Needs root. What it makes and keeps is below /var/lib/ghaf, or GHAF_STATE_DIR;
addresses and package versions are remembered in ghaf.lock.json beside the
configuration. The device runs on when this command has ended, also by Ctrl-C.
A device that runs already is looked at, and told what is outdated.

Exit status: 0 every VM is up, 1 one is not, 2 the configuration has an error.

Examples:
  ghaf up
  ghaf up --instance test --port 9001 devices/laptop.ts
  ghaf up --foreground`;

const DOWN_EXAMPLES = `
VMs of applications stop first, the admin's last. Disks stay.

Examples:
  ghaf down
  ghaf down --instance test --now --purge`;

const ENV_EXAMPLES = `
Examples:
  eval "$(ghaf env)" && givc-cli query-list`;
