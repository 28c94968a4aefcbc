/** ghaf-runner: reads the command line, the environment and the machine's facts, puts the parts together and does what it was asked for. */

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createLogger,
  createNotifier,
  type Logger,
  onSignals,
  parseLogLevel,
} from "@ghaf/daemon";
import type { Clock } from "./clock.ts";
import { joinTerminal } from "./console/terminal.ts";
import { askRunner } from "./door/ask.ts";
import { RunnerError, reasonOf } from "./errors.ts";
import { type Command, parseFlags, USAGE } from "./flags.ts";
import { exitStatus } from "./life/outcome.ts";
import { runStateDir } from "./life/run-state-dir.ts";
import { readAvailableMemory } from "./memory/check-memory.ts";
import { keepingVerdicts } from "./probe/kept-verdicts.ts";
import { createProbe, type Probe } from "./probe/probe.ts";
import { describeAccelerators } from "./probe/probe-command.ts";
import { programFinder } from "./program/find-program.ts";
import { runProgram } from "./program/run-program.ts";
import { VERSION } from "./version.ts";

const FAILED = 1;
const BAD_USAGE = 2;

const clock: Clock = {
  now: () => performance.now(),
  unixMs: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

const find = programFinder(process.env["PATH"] ?? "");

main(parse(process.argv.slice(2))).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`ghaf-runner: ${describe(error)}\n`);
    process.exit(FAILED);
  },
);

function parse(untrustedArguments: readonly string[]): Command {
  try {
    return parseFlags(untrustedArguments);
  } catch (error) {
    process.stderr.write(`ghaf-runner: ${describe(error)}\n${USAGE}`);
    return process.exit(BAD_USAGE);
  }
}

async function main(command: Command): Promise<number> {
  switch (command.kind) {
    case "help":
      process.stdout.write(USAGE);
      return 0;
    case "version":
      process.stdout.write(`ghaf-runner ${VERSION}\n`);
      return 0;
    case "probe": {
      const probe = await openProbe(command.isFresh);
      process.stdout.write(await describeAccelerators(find, probe));
      return 0;
    }
    case "run":
      return run(command);
    case "shutdown":
    case "balloon":
    case "console":
      enter(command.stateDir);
      return ask(command);
  }
}

/** The commands that another runner carries out. */
async function ask(command: AskingCommand): Promise<number> {
  switch (command.kind) {
    case "shutdown": {
      const { stream } = await askRunner(".", { do: "shutdown" });
      await once(stream.resume(), "close");
      return 0;
    }
    case "balloon": {
      const { mib } = command;
      const { answer } = await askRunner(".", { do: "balloon", mib });
      process.stdout.write(`${answer.mib}\n`);
      return 0;
    }
    case "console": {
      const { stream, rest } = await askRunner(".", { do: "console" });
      process.stdout.write(rest);
      await joinTerminal(stream, process);
      return 0;
    }
  }
}

type AskingCommand = Extract<
  Command,
  { readonly kind: "shutdown" | "balloon" | "console" }
>;

async function run(
  command: Extract<Command, { readonly kind: "run" }>,
): Promise<number> {
  const log = openLog();
  // Sockets, volumes and logs are for the runner's user alone.
  process.umask(0o077);
  enter(command.stateDir);
  const outcome = await runStateDir(
    { accelerator: command.accelerator, ...listen(command.isTied) },
    {
      ...{ find, run: runProgram, log, clock, randomBytes },
      probe: await openProbe(false),
      availableMemory: readAvailableMemory,
      devices: "/dev",
      notifier: createNotifier({
        socket: process.env["NOTIFY_SOCKET"],
        watchdogUsec: process.env["WATCHDOG_USEC"],
        onError: (error) => log.warning("systemd was not told", { error }),
      }),
    },
  );
  return exitStatus(outcome);
}

function enter(stateDir: string): void {
  try {
    process.chdir(stateDir);
  } catch (cause) {
    const text = `${stateDir} cannot be entered: ${reasonOf(cause)}`;
    throw new RunnerError("missing-file", text, { value: stateDir, cause });
  }
}

/** What a person, systemd or a parent wants of us. */
function listen(isTied: boolean) {
  const stopping = new AbortController();
  const hurry = new AbortController();
  const endNow = () => {
    hurry.abort();
    stopping.abort();
  };
  onSignals(
    {
      on: (signal, listener) => process.on(signal, listener),
      exit: endNow,
    },
    { stop: () => stopping.abort(), reload: () => undefined },
  );
  if (isTied) {
    process.stdin.on("end", endNow).on("error", endNow).resume();
  }
  return {
    stopping: stopping.signal,
    stop: () => stopping.abort(),
    hurry: hurry.signal,
  };
}

function openLog(): Logger {
  // Whoever reads the log may leave; that is no reason to end.
  process.stderr.on("error", () => undefined);
  return createLogger({
    level: parseLogLevel(process.env["GIVC_LOG"] ?? "") ?? "notice",
    write: (line) => void process.stderr.write(line),
    journal: process.env["JOURNAL_STREAM"] !== undefined,
  });
}

/** Verdicts are kept where only this user writes, until the machine boots again. */
async function openProbe(isFresh: boolean): Promise<Probe> {
  const parts = { find, run: runProgram, temporaryFolder: tmpdir() };
  const probe = createProbe(parts);
  const runtime =
    process.getuid?.() === 0 ? "/run" : process.env["XDG_RUNTIME_DIR"];
  if (runtime === undefined) return probe;
  const id = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
  const folder = join(runtime, "ghaf");
  return keepingVerdicts(probe, { folder, bootId: id.trim(), isFresh });
}

function describe(error: unknown): string {
  if (error instanceof RunnerError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : `${error}`;
}
