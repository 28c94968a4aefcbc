/** ghaf-runner: reads the command line, the environment and the machine's facts, puts the parts together and does what it was asked for. */

import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import {
  createNotifier,
  type Informing,
  onSignals,
  openProcessLog,
  runMain,
} from "@ghaf/daemon";
import type { Clock } from "./clock.ts";
import { carryOut } from "./door/carry-out.ts";
import { RunnerError, reasonOf } from "./errors.ts";
import { type Command, parseFlags, USAGE } from "./flags.ts";
import { exitStatus } from "./life/outcome.ts";
import { runStateDir } from "./life/run-state-dir.ts";
import { readAvailableMemory } from "./memory/check-memory.ts";
import { keepingVerdicts } from "./probe/kept-verdicts.ts";
import { createProbe, type Probe } from "./probe/probe.ts";
import { describeAccelerators } from "./probe/probe-command.ts";
import { sureProbe } from "./probe/sure-probe.ts";
import { programFinder } from "./program/find-program.ts";
import {
  type RunProgram,
  runProgram,
  stoppable,
} from "./program/run-program.ts";
import { problemsOfShares } from "./server/check-shares.ts";
import { parseSpec } from "./spec/read-spec.ts";
import { describeStatus } from "./status/describe-status.ts";
import { VERSION } from "./version.ts";

const clock: Clock = {
  now: () => performance.now(),
  unixMs: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

const find = programFinder(process.env["PATH"] ?? "");

runMain(process, {
  ...{ name: "ghaf-runner", version: VERSION, usage: USAGE },
  ...{ parse: parseFlags, main },
  isOwn: (error) => error instanceof RunnerError,
});

async function main(command: Exclude<Command, Informing>): Promise<number> {
  switch (command.kind) {
    case "probe": {
      const probe = await openProbe(runProgram, command.isFresh);
      process.stdout.write(await describeAccelerators(find, probe));
      return 0;
    }
    case "run":
      return run(command);
    case "status":
      enter(command.stateDir);
      process.stdout.write(await describeStatus());
      return 0;
    case "check":
      enter(command.stateDir);
      return check(await text(process.stdin));
    case "shutdown":
    case "balloon":
    case "console":
    case "pause":
    case "resume":
    case "screendump":
      enter(command.stateDir);
      await carryOut(command, process);
      return 0;
  }
}

async function check(untrustedSpec: string): Promise<number> {
  const { spec } = parseSpec(untrustedSpec, "standard input");
  const problems = await problemsOfShares(spec.shares);
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  return problems.length === 0 ? 0 : 1;
}

async function run(
  command: Extract<Command, { readonly kind: "run" }>,
): Promise<number> {
  const log = openProcessLog(process);
  // Sockets, volumes and logs are for the runner's user alone.
  process.umask(0o077);
  enter(command.stateDir);
  const wishes = listen(command.isTied);
  const probing = stoppable(runProgram, wishes.stopping);
  const outcome = await runStateDir(
    { accelerator: command.accelerator, ...wishes },
    {
      ...{ find, run: runProgram, log, clock, randomBytes },
      probe: await openProbe(probing, false),
      availableMemory: readAvailableMemory,
      devices: "/dev",
      ownUid: process.getuid?.() ?? 0,
      processors: availableParallelism(),
      notifier: createNotifier({
        socket: process.env["NOTIFY_SOCKET"],
        descriptor: process.env["GHAF_NOTIFY_FD"],
        watchdogUsec: process.env["WATCHDOG_USEC"],
        onError: (error) => log.warning("the manager was not told", { error }),
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

/** Verdicts are kept where only this user writes, until the machine boots again. */
async function openProbe(run: RunProgram, isFresh: boolean): Promise<Probe> {
  const parts = { find, run, temporaryFolder: tmpdir() };
  const probe = sureProbe(createProbe(parts), clock);
  const runtime =
    process.getuid?.() === 0 ? "/run" : process.env["XDG_RUNTIME_DIR"];
  if (runtime === undefined) return probe;
  const id = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
  const folder = join(runtime, "ghaf");
  return keepingVerdicts(probe, { folder, bootId: id.trim(), isFresh });
}
