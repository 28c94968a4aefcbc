/** ghaf-instance: reads the command line and the environment, puts the parts together and does what it was asked for. */

import { fstatSync, statSync } from "node:fs";
import {
  boundLogFiles,
  type Informing,
  onSignals,
  openProcessLog,
  runMain,
} from "@ghaf/daemon";
import { InstanceError, reasonOf } from "./errors.ts";
import { type Command, parseFlags, USAGE } from "./flags.ts";
import { runInstance } from "./life/instance.ts";
import { mustRun } from "./program/must-run.ts";
import { runRelay } from "./relay/relay-process.ts";
import { readSpec } from "./spec/instance-spec.ts";
import { stateFile } from "./state/state-file.ts";
import { VERSION } from "./version.ts";

const FAILED = 1;

runMain(process, {
  ...{ name: "ghaf-instance", version: VERSION, usage: USAGE },
  ...{ parse: parseFlags, main },
  isOwn: (error) => error instanceof InstanceError,
});

async function main(command: Exclude<Command, Informing>): Promise<number> {
  switch (command.kind) {
    case "relay":
      await runRelay(process);
      return 0;
    case "run":
      return run(command.folder);
  }
}

async function run(folder: string): Promise<number> {
  const log = openProcessLog(process);
  process.umask(0o077);
  enter(folder);
  boundLogFiles(() => (isOwnOutput(LOG) ? [LOG] : []));
  const spec = await readSpec(".");
  const stopping = new AbortController();
  const endNow = () => process.exit(FAILED);
  onSignals(
    {
      on: (signal, listener) => process.on(signal, listener),
      exit: endNow,
    },
    { stop: () => stopping.abort(), reload: () => undefined },
  );
  const state = stateFile(
    {
      ...{ version: 1, name: spec.name, phase: "starting", port: null },
      ...{ startedUnixMs: Date.now(), agentRestarts: 0, problem: null },
    },
    (error) => log.warning("the state cannot be told", { error }),
  );
  try {
    await runInstance(spec, {
      ...{ run: mustRun, log, state, endNow },
      relaySelf: [process.execPath, ...process.execArgv, program(), "relay"],
      stopping: stopping.signal,
      stop: () => stopping.abort(),
    });
    return 0;
  } catch (error) {
    if (!isInUse(error)) {
      await state.tell({ phase: "ended", problem: reasonOf(error) });
    }
    throw error;
  }
}

/** In the folder; `ghaf up` lets this process and all below it append what they say to it. */
const LOG = "logs/instance.log";
const STDERR = 2;

function isOwnOutput(path: string): boolean {
  const file = statSync(path, { throwIfNoEntry: false });
  const output = fstatSync(STDERR);
  return file?.ino === output.ino && file.dev === output.dev;
}

/** The state is then another's to tell. */
function isInUse(error: unknown): boolean {
  return error instanceof InstanceError && error.code === "in-use";
}

/** The file that was started: compiled, bundled or the command's starter, all take the same flags. */
function program(): string {
  return process.argv[1] ?? "";
}

function enter(folder: string): void {
  try {
    process.chdir(folder);
  } catch (cause) {
    const text = `${folder} cannot be entered: ${reasonOf(cause)}`;
    throw new InstanceError("missing-file", text, { value: folder, cause });
  }
}
