/** Runs programs of this machine and of test machines: argument lists only, always with a deadline. */

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { MachineError } from "./machine-error.ts";

export interface RunOptions {
  /** What the program reads; nothing by default. */
  readonly input?: string | Uint8Array;
  /** After this many milliseconds it is killed and the run fails; a minute by default. */
  readonly deadlineMs?: number;
  /** Replaces the environment; that of the test process by default. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How a program ended: `code` is null when a signal ended it. */
export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const defaultDeadlineMs = 60_000;

/** A program with pipes for its input and both outputs. */
export type RunningProgram = ChildProcessWithoutNullStreams;

/** Starts a program; the caller ends it. */
export function start(
  argv: readonly string[],
  options: Pick<RunOptions, "env"> = {},
): RunningProgram {
  const [program = "", ...rest] = argv;
  return spawn(program, rest, {
    stdio: ["pipe", "pipe", "pipe"],
    ...(options.env && { env: { ...options.env } }),
  });
}

/** Runs a program to its end and tells how it ended, whatever its exit code. */
export async function run(
  argv: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const child = start(argv, options);
  const kill = () => child.kill("SIGKILL");
  return await finish(child, { ...options, argv, kill });
}

export interface FinishOptions extends RunOptions {
  /** What was started, for the error. */
  readonly argv: readonly string[];
  /** Must end everything that the program became. */
  readonly kill: () => void;
}

/** Feeds a started program and awaits its end. */
export async function finish(
  child: RunningProgram,
  options: FinishOptions,
): Promise<Finished> {
  const { argv, kill } = options;
  const deadlineMs = options.deadlineMs ?? defaultDeadlineMs;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill();
  }, deadlineMs);
  child.stdin.on("error", () => {}); // a program may end without reading its input
  child.stdin.end(options.input ?? "");
  try {
    const [ended, stdout, stderr] = await Promise.all([
      once(child, "close"),
      text(child.stdout),
      text(child.stderr),
    ]);
    const finished = { code: ended[0], signal: ended[1], stdout, stderr };
    if (late) throw failed(argv, finished, `not ended after ${deadlineMs} ms`);
    return finished;
  } catch (error) {
    if (error instanceof MachineError) throw error;
    throw new MachineError("command", argv.join(" "), "cannot be run", {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a program that must exit with 0, and gives what it printed. */
export async function succeed(
  argv: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  return outputOf(argv, await run(argv, options));
}

/** The standard output of a run that ended with exit code 0; else throws with both outputs. */
export function outputOf(argv: readonly string[], finished: Finished): string {
  if (finished.code === 0) return finished.stdout;
  throw failed(
    argv,
    finished,
    `ended with ${finished.code ?? finished.signal}`,
  );
}

function failed(
  argv: readonly string[],
  finished: Finished,
  how: string,
): MachineError {
  const said = [finished.stderr, finished.stdout].map((part) => part.trim());
  return new MachineError(
    "command",
    argv.join(" "),
    [how, ...said.filter((part) => part !== "")].join("\n"),
  );
}
