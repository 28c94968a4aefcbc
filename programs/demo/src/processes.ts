/** The processes of the demo: all of them marked, so that none can be forgotten. */

import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
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

  /** Runs a command to its end. @param folder where it runs; here, if absent */
  async run(
    command: readonly string[],
    environment: NodeJS.ProcessEnv,
    folder?: string,
  ): Promise<Finished> {
    const stdio: Stdio = ["ignore", "pipe", "pipe"];
    const child = this.#spawn(command, environment, { stdio, folder });
    const timer = setTimeout(() => child.kill("SIGKILL"), COMMAND_TIMEOUT_MS);
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

async function textOf(stream: ChildProcess["stdout"]): Promise<string> {
  let text = "";
  for await (const chunk of stream ?? []) text += String(chunk);
  return text;
}
