/** Running a small program to its end: arguments as a list, always with a deadline. */

import { execFile } from "node:child_process";
import { firstLine } from "@ghaf/daemon";
import { checkGoesOn, RunnerError } from "../errors.ts";

export interface ProgramRun {
  readonly argv: readonly [string, ...string[]];
  /** Milliseconds after which it is killed. */
  readonly deadlineMs: number;
  /** Aborted: it is killed, and its run fails with RunnerError `canceled`. */
  readonly stopping?: AbortSignal;
}

export interface ProgramEnd {
  /** Undefined: it was killed, at the deadline or by a signal. */
  readonly code: number | undefined;
  readonly isLate: boolean;
  readonly stdout: string;
  /** The first line of its complaints, harmless on a terminal. */
  readonly complaint: string;
}

/** Runs it however it ends, unless it is stopped. `argv[0]` exists: find-program.ts found it. */
export type RunProgram = (run: ProgramRun) => Promise<ProgramEnd>;

const MOST_OUTPUT = 1024 * 1024;

export const runProgram: RunProgram = async (what) => {
  const end = await runToEnd(what);
  if (what.stopping !== undefined) checkGoesOn(what.stopping);
  return end;
};

function runToEnd(what: ProgramRun): Promise<ProgramEnd> {
  const { argv, deadlineMs, stopping } = what;
  const [program, ...words] = argv;
  const started = performance.now();
  return new Promise((resolve) => {
    const options = {
      timeout: deadlineMs,
      killSignal: "SIGKILL",
      maxBuffer: MOST_OUTPUT,
      ...(stopping === undefined ? {} : { signal: stopping }),
    } as const;
    const child = execFile(program, words, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      const isKilled = error?.signal === "SIGKILL";
      resolve({
        code: typeof code === "number" ? code : undefined,
        isLate: isKilled && performance.now() - started >= deadlineMs,
        stdout,
        complaint: firstLine(stderr) || (error?.message ?? ""),
      });
    });
    // A program that asks a question gets no answer.
    child.stdin?.end();
  });
}

/** The same for programs that the wish to stop ends. */
export function stoppable(run: RunProgram, stopping: AbortSignal): RunProgram {
  return (what) => run({ ...what, stopping });
}

/** @throws RunnerError with that code, and the program's own reason, unless it ends with 0 */
export async function mustRun(
  run: RunProgram,
  what: ProgramRun,
  code: "volume" | "network",
): Promise<string> {
  const { argv, deadlineMs } = what;
  const end = await run(what);
  if (end.code === 0) return end.stdout;
  const why = end.isLate ? `did not end in ${deadlineMs} ms` : end.complaint;
  const text = `${argv.join(" ")}: ${why}`;
  throw new RunnerError(code, text, { value: argv });
}
