/** Running a small program of the system for its effect or its output, without a shell. */

import { type ExecFileException, execFile } from "node:child_process";
import { firstLine } from "@ghaf/daemon";
import { AgentError } from "../errors.ts";

export interface ToolRun {
  /** A name looked up in PATH. */
  readonly tool: string;
  readonly args: readonly string[];
  /** Milliseconds after which it is killed. */
  readonly deadlineMs: number;
  /** What it printed counts, whatever its exit code says. */
  readonly anyExitCode?: boolean;
}

/** More output than this is a failure. */
const MOST_OUTPUT = 1024 * 1024;

/**
 * @returns what the program printed
 * @throws AgentError `failed` or `timeout` with the program's own reason,
 *   `unavailable` when it is not installed
 */
export function runTool(run: ToolRun): Promise<string> {
  const { tool, args, deadlineMs } = run;
  return new Promise((resolve, reject) => {
    const options = {
      timeout: deadlineMs,
      killSignal: "SIGKILL",
      maxBuffer: MOST_OUTPUT,
    } as const;
    const child = execFile(tool, args, options, (error, stdout, stderr) => {
      const hasExited = typeof error?.code === "number";
      if (error === null || (run.anyExitCode && hasExited)) resolve(stdout);
      else reject(failure(run, error, stderr));
    });
    // A tool that asks a question gets no answer rather than our attention.
    child.stdin?.end();
  });
}

function failure(
  { tool, deadlineMs }: ToolRun,
  error: ExecFileException,
  stderr: string,
): AgentError {
  const cause = { value: tool, cause: error };
  if (error.code === "ENOENT") {
    return new AgentError("unavailable", `${tool} is not installed`, cause);
  }
  if (error.code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") {
    const text = `${tool} printed more than ${MOST_OUTPUT} bytes`;
    return new AgentError("failed", text, cause);
  }
  if (error.killed && error.signal === "SIGKILL") {
    const text = `${tool} did not end within ${deadlineMs} ms`;
    return new AgentError("timeout", text, cause);
  }
  const ended = error.signal ?? error.code;
  const reason = firstLine(stderr) || `it ended with ${ended}`;
  return new AgentError("failed", `${tool}: ${reason}`, cause);
}
