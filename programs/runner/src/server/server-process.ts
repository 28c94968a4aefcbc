/** A process that serves a device of the VM: started, with its socket there; heard; ended. */

import { spawn } from "node:child_process";
import type { FileHandle } from "node:fs/promises";
import { rm } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { deferred, firstLine, type Logger } from "@ghaf/daemon";
import { checkGoesOn, RunnerError, reasonOf } from "../errors.ts";
import { LineSplitter, TOO_LONG } from "../lines/line-splitter.ts";
import { isListening, isSocket, isTaken } from "./listening.ts";

export interface ServerStart {
  /** For people: `virtiofsd of the share data`. */
  readonly name: string;
  /** Complete. */
  readonly argv: readonly [string, ...string[]];
  readonly workingFolder: string;
  /** As the program calls it. */
  readonly socket: string;
  /** They become 3 and the next ones. */
  readonly descriptors?: readonly FileHandle[];
}

export interface ServerParts {
  readonly log: Logger;
  /** Aborted: it is not to start any more. */
  readonly stopping: AbortSignal;
}

export interface ServerProcess {
  readonly name: string;
  readonly pid: number | undefined;
  /** A clause: how it ended. */
  readonly ended: Promise<string>;
  readonly kill: () => void;
}

/** It only has to make a socket; a busy machine may take a while. */
const START_MS = 30_000;
/** Nothing tells when the socket is there; looking is cheap. */
const STEP_MS = 20;
const LONGEST_LINE = 4096;

/**
 * Comes back when it listens. Its place is free: see {@link clearPlace}.
 * @throws RunnerError `server` with its own words, `timeout` or `canceled`; then it is not there
 */
export async function startServer(
  start: ServerStart,
  { log, stopping }: ServerParts,
): Promise<ServerProcess> {
  const server = launch(start, log);
  let how: string | undefined;
  void server.ended.then((text) => {
    how = text;
  });
  const end = performance.now() + START_MS;
  try {
    while (!(await isThere(start))) {
      checkGoesOn(stopping);
      if (how !== undefined) throw failed(`${start.name} ${how}`, start);
      if (performance.now() > end) throw late(start);
      await pause(STEP_MS);
    }
    return server;
  } catch (error) {
    server.kill();
    await server.ended;
    throw error;
  }
}

/**
 * Removes what a process that was killed left where the socket is to be: servers take the
 * place of whatever they find there.
 * @throws RunnerError `in-use` of what is not its own
 */
export async function clearPlace(start: ServerStart): Promise<void> {
  const path = placeOf(start);
  if (isAbsolute(start.socket) && (await isListening(path))) {
    const text = `socket ${path} is in use: another program listens there`;
    throw new RunnerError("in-use", text, { value: path });
  }
  if (await isSocket(path)) await rm(path);
  else if (await isTaken(path)) {
    const text = `${path}, where ${start.name} is to have its socket, is something else: name another place`;
    throw new RunnerError("in-use", text, { value: path });
  }
}

function launch(start: ServerStart, log: Logger): ServerProcess {
  const { name, argv, workingFolder, descriptors = [] } = start;
  const [program, ...words] = argv;
  const child = spawn(program, words, {
    stdio: ["ignore", "pipe", "pipe", ...descriptors.map(({ fd }) => fd)],
    cwd: workingFolder,
    // Ctrl-C at a terminal is for the runner.
    detached: true,
  });
  let last = "";
  const hear = (line: string) => {
    last = line;
    log.notice(`${name}: ${line}`);
  };
  for (const stream of [child.stdout, child.stderr]) {
    const lines = new LineSplitter(LONGEST_LINE);
    stream?.on("data", (chunk: Buffer) => {
      const whole = lines.push(chunk).filter((line) => line !== TOO_LONG);
      whole.map((line) => firstLine(line)).forEach(hear);
    });
  }
  const ended = deferred<string>();
  child.once("error", (error) => ended.resolve(`failed: ${reasonOf(error)}`));
  child.once("close", (code, signal) => {
    const how =
      signal === null ? `ended with ${code}` : `was killed by ${signal}`;
    ended.resolve(last === "" ? how : `${how}: ${last}`);
  });
  return {
    ...{ name, pid: child.pid, ended: ended.promise },
    kill: () => void child.kill("SIGKILL"),
  };
}

/** The name in the table is that of the program; the file is where we see it. */
async function isThere(start: ServerStart): Promise<boolean> {
  return await isListening(placeOf(start), start.socket);
}

/** As the runner finds its socket. */
export function placeOf({ workingFolder, socket }: ServerStart): string {
  return isAbsolute(socket) ? socket : join(workingFolder, socket);
}

function failed(text: string, { name }: ServerStart): RunnerError {
  return new RunnerError("server", text, { value: name });
}

function late({ name, socket }: ServerStart): RunnerError {
  const text = `${name} has not made its socket ${socket} in ${START_MS} ms`;
  return new RunnerError("timeout", text, { value: name });
}
