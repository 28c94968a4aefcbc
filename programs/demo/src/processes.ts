/** The processes of the demo: all of them marked, so that none can be forgotten. */

import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { openSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Where it runs; here, if absent. */
  readonly folder?: string;
  /** What it may take before it has failed. */
  readonly limitMs?: number;
  /** Is given the lines of its standard error as they come. */
  readonly onLine?: (line: string) => void;
}

type Stdio = ("ignore" | "pipe" | number)[];

const MARK = "GHAF_DEMO";
/** A command line that takes longer than this has failed. */
const COMMAND_TIMEOUT_MS = 30_000;

/** Starts programs whose whole family ends with the demo. */
export class Processes {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #guardian: ChildProcess;
  readonly #folder: string;
  readonly #running = new Set<ChildProcess>();

  /** @param folder of the demo, and of devices that run on this machine */
  constructor(folder: string, environment: NodeJS.ProcessEnv) {
    const mark = randomBytes(8).toString("hex");
    this.#folder = folder;
    this.#environment = { ...environment, [MARK]: mark };
    const main = fileURLToPath(new URL("guardian-main.js", import.meta.url));
    this.#guardian = spawn(
      process.execPath,
      [main, `${MARK}=${mark}`, folder],
      // Without the mark, and in a session of its own: Ctrl-C is not for it.
      { stdio: ["pipe", "inherit", "inherit"], detached: true },
    );
  }

  /** Starts a daemon; its output goes to `<name>.log` in the demo's folder. */
  daemon(name: string, command: readonly string[]): ChildProcess {
    const log = openSync(join(this.#folder, `${name}.log`), "a");
    return this.#spawn(command, {}, { stdio: ["ignore", log, log] });
  }

  /** Starts a program whose lines of output are read as they come. */
  follow(
    command: readonly string[],
    environment: NodeJS.ProcessEnv,
  ): ChildProcess {
    return this.#spawn(command, environment, {
      stdio: ["ignore", "pipe", "ignore"],
    });
  }

  /** Runs a command to its end. */
  async run(
    command: readonly string[],
    environment: NodeJS.ProcessEnv,
    { folder, limitMs = COMMAND_TIMEOUT_MS, onLine }: RunOptions = {},
  ): Promise<Finished> {
    const stdio: Stdio = ["ignore", "pipe", "pipe"];
    const child = this.#spawn(command, environment, { stdio, folder });
    if (onLine !== undefined && child.stderr !== null) {
      createInterface({ input: child.stderr }).on("line", onLine);
    }
    const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
    const [stdout, stderr, code] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      exitOf(child),
    ]);
    clearTimeout(timer);
    return { code, stdout, stderr };
  }

  /** Ends everything in order: asked first, then by the guardian, which also removes the folder. */
  async close(): Promise<void> {
    const ended = [...this.#running].map(exitOf);
    for (const child of this.#running) child.kill("SIGTERM");
    const patience = setTimeout(() => {
      for (const child of this.#running) child.kill("SIGKILL");
    }, 5_000);
    await Promise.all(ended);
    clearTimeout(patience);
    const gone = exitOf(this.#guardian);
    this.#guardian.stdin?.end();
    await gone;
  }

  #spawn(
    command: readonly string[],
    environment: NodeJS.ProcessEnv,
    { stdio, folder }: { stdio: Stdio; folder?: string | undefined },
  ): ChildProcess {
    const [program = "", ...args] = command;
    const env = { ...this.#environment, ...environment };
    const child = spawn(program, args, { stdio, env, cwd: folder });
    this.#running.add(child);
    child.once("close", () => this.#running.delete(child));
    return child;
  }
}

/** Resolves with the exit code, null after a signal. @throws Error when it could not be started */
export function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve(child.exitCode);
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code));
  });
}

/** Leaves the stream to its other readers too. */
async function textOf(stream: ChildProcess["stdout"]): Promise<string> {
  if (stream === null) return "";
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  await once(stream, "close");
  return text;
}
