/** One command from its words to its exit code, with no process around it. */

import type { Environment } from "../connection/environment.ts";
import type { OpenContext } from "./context.ts";
import type { Io, Output } from "./io.ts";
import { createCommandLine, isAnswered } from "./program.ts";

/** Help was printed because a command was missing. */
const USAGE = 2;
/** 128 and the number of SIGINT, as a shell shows it. */
const INTERRUPTED = 130;

/**
 * @param argv the words after the program's name
 * @returns 0 done; 1 failed; 2 wrong command line or missing certificates; 130 interrupted
 */
export async function run(
  argv: readonly string[],
  env: Environment,
  io: Io,
): Promise<number> {
  const written: Promise<void>[] = [];
  const take = (output: Output) => (text: string) => {
    written.push(output.write(text));
  };
  const write = { out: take(io.stdout), err: take(io.stderr) };
  const { program, context } = createCommandLine({ argv, env, io, write });
  try {
    await program.parseAsync(argv, { from: "user" });
    return io.signal.aborted ? INTERRUPTED : 0;
  } catch (error) {
    return await exitCodeOf(error, context);
  } finally {
    await Promise.allSettled(written);
    context.close();
  }
}

async function exitCodeOf(
  error: unknown,
  context: OpenContext,
): Promise<number> {
  if (isAnswered(error)) return error.exitCode === 0 ? 0 : USAGE;
  if (context.io.signal.aborted) return INTERRUPTED;
  // Whoever read our output has had enough.
  if (isClosedPipe(error)) return 0;
  const { reportOf } = await import("./report.ts");
  const { text, exitCode } = reportOf(error, context.adminPlace());
  await context.io.stderr.write(text).catch(() => undefined);
  return exitCode;
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}
