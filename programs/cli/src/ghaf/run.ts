/** One invocation of `ghaf`: arguments in, exit status out. */

import { CommanderError } from "commander";
import type { Environment } from "../connection/environment.ts";
import { Ended, exitStatus } from "./cli-error.ts";
import type { Io } from "./io.ts";
import { createProgram } from "./program.ts";
import { createSurface, type Surface } from "./surface.ts";

const USAGE = 2;
/** 128 + SIGINT. */
const INTERRUPTED = 130;

/** @param argv without the names of the interpreter and the program */
export async function run(
  argv: readonly string[],
  env: Environment,
  io: Io,
): Promise<number> {
  const surface = createSurface(env, io.stdout, io.stderr);
  const written: Promise<void>[] = [];
  const program = createProgram(
    { env, io, surface },
    {
      out: (text) => written.push(io.stdout.write(text)),
      err: (text) => written.push(io.stderr.write(text)),
    },
  );
  try {
    await program.parseAsync([...argv], { from: "user" });
    await Promise.all(written);
    return io.signal.aborted ? INTERRUPTED : 0;
  } catch (error) {
    await Promise.allSettled(written);
    return io.signal.aborted ? INTERRUPTED : await statusOf(error, surface);
  } finally {
    await surface.flush();
  }
}

async function statusOf(error: unknown, surface: Surface): Promise<number> {
  // Commander has already said what is wrong, or has shown what was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof Ended) return error.status;
  // Whoever read our output has seen enough.
  if (isBrokenPipe(error)) return 0;
  const { toCliError } = await import("./to-cli-error.ts");
  const failure = toCliError(error);
  surface.tell(`error: ${failure.message}`);
  for (const cause of failure.causes) surface.tell(`  because ${cause}`);
  for (const hint of failure.hints) surface.tell(`  ${hint}`);
  return exitStatus(failure.code);
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}
