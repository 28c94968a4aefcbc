/** Running other programs from the starters: output passes through, failures stop the starter. */

import { spawn, spawnSync } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

/** The checkout that these tools belong to. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** With CI=true whatever cannot be done is a failure instead of a loud skip. */
export const inCi = process.env.CI === "true";

/** What makes a starter stop: `message` is for a person, without a stack. */
export class StarterError extends Error {
  name = "StarterError";
}

/** Runs `main` and turns what it throws into one line and exit code 1. */
export async function runStarter(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof StarterError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** Runs a program to its end with our outputs; throws when it fails. */
export function must(argv, options = {}) {
  const [program, ...rest] = argv;
  const result = spawnSync(program, rest, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    ...options,
  });
  if (result.status === 0) return;
  const how = result.error?.message ?? result.signal ?? result.status;
  throw new StarterError(`${argv.join(" ")}: failed (${how})`);
}

/** Like `must`, but only a program that fails is heard, with all that it said. */
export function mustQuietly(argv, options = {}) {
  const [program, ...rest] = argv;
  const { status, signal, error, stdout, stderr } = spawnSync(program, rest, {
    ...{ cwd: root, stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" },
    ...{ maxBuffer: MOST_OUTPUT, ...options },
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ""}${stderr ?? ""}`);
  const how = error?.message ?? signal ?? status;
  throw new StarterError(`${argv.join(" ")}: failed (${how})`);
}

/** Bytes. A package manager has a line for each step of each package. */
const MOST_OUTPUT = 64 * 1024 * 1024;

/** What a program prints, or undefined when it cannot be run or fails. */
export function outputOf(argv) {
  const [program, ...rest] = argv;
  const result = spawnSync(program, rest, { cwd: root, encoding: "utf8" });
  return result.status === 0 ? result.stdout : undefined;
}

/**
 * Becomes a program as far as Node can: same input and outputs, signals passed on.
 * Gives its exit code, 128 + N when signal N ended it.
 */
export async function become(argv, options = {}) {
  return (await runUnderUs(argv, options)).code;
}

/** Like `become`, and tells in `interrupted` whether this process was asked to end meanwhile. */
export function runUnderUs(argv, options) {
  const [program, ...rest] = argv;
  const child = spawn(program, rest, { stdio: "inherit", ...options });
  let interrupted = false;
  const pass = (signal) => {
    interrupted = true;
    child.kill(signal);
  };
  for (const signal of passedOn) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (ended, signal) => {
      for (const name of passedOn) process.off(name, pass);
      const code = ended ?? 128 + (constants.signals[signal] ?? 0);
      resolve({ code, interrupted });
    });
  });
}

/** A terminal sends SIGINT to the child too; a second one does no harm to programs that handle it. */
const passedOn = ["SIGINT", "SIGTERM", "SIGHUP"];
