/** A child process that is spoken to in lines and answers in JSON lines. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** How long a line may take to come before the test is given up: not a measure of speed. */
const PATIENCE_MS = 60_000;
const LAST_WORDS = 4_000;

/** A test that is killed takes its processes with it: PR_SET_PDEATHSIG, prctl(2). */
const WITH_US = ["--pdeathsig", "KILL", "--"];

interface Waiter<Line> {
  readonly wanted: (line: Line) => boolean;
  readonly found: (line: Line) => void;
  readonly gone: (reason: Error) => void;
}

export interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly env?: NodeJS.ProcessEnv;
}

/** `Line` is what the program's documentation says its lines are. */
export class JsonProcess<Line> {
  readonly #child: ChildProcess;
  readonly #lines: Line[] = [];
  readonly #waiters = new Set<Waiter<Line>>();
  #stderr = "";
  #ended: string | undefined;

  constructor({ argv, env }: Command) {
    this.#child = spawn("setpriv", [...WITH_US, ...argv], {
      stdio: ["pipe", "pipe", "pipe"],
      env: env ?? process.env,
    });
    this.#child.on("error", (error) => this.#end(error.message));
    this.#child.on("exit", (code, signal) => this.#end(`${signal ?? code}`));
    // Writing to one that has just ended is not worth more than its end.
    this.#child.stdin?.on("error", () => undefined);
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-LAST_WORDS);
    });
    if (this.#child.stdout === null) throw new Error("no stdout");
    createInterface(this.#child.stdout).on("line", (text) => this.#hear(text));
  }

  /** Everything said so far. */
  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** What it wrote for people, its last part. */
  get stderr(): string {
    return this.#stderr;
  }

  get isRunning(): boolean {
    return this.#ended === undefined;
  }

  tell(line: string | object): void {
    const text = typeof line === "string" ? line : JSON.stringify(line);
    this.#child.stdin?.write(`${text}\n`);
  }

  /**
   * The first line, from number `from` on, said or yet to be said, that is wanted.
   * Fails when the program ends, or says nothing of the kind for too long.
   */
  async heard(wanted: (line: Line) => boolean, from = 0): Promise<Line> {
    const said = this.#lines.slice(from).find(wanted);
    if (said !== undefined) return said;
    if (this.#ended !== undefined) throw this.#failure("has ended");
    return new Promise((resolve, reject) => {
      const waiter: Waiter<Line> = {
        wanted,
        found: (line) => settle(() => resolve(line)),
        gone: (reason) => settle(() => reject(reason)),
      };
      const timer = setTimeout(
        () => waiter.gone(this.#failure(`did not say it: ${wanted}`)),
        PATIENCE_MS,
      );
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        finish();
      };
      this.#waiters.add(waiter);
    });
  }

  /** Ends it with a signal and waits until it is gone. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null)
      return;
    if (this.#child.pid === undefined) return;
    const exit = once(this.#child, "exit");
    this.#child.kill(signal);
    const late = setTimeout(() => this.#child.kill("SIGKILL"), PATIENCE_MS);
    await exit;
    clearTimeout(late);
  }

  #hear(text: string): void {
    const line = JSON.parse(text) as Line;
    this.#lines.push(line);
    for (const waiter of [...this.#waiters]) {
      if (waiter.wanted(line)) waiter.found(line);
    }
  }

  #end(how: string): void {
    this.#ended = how;
    for (const waiter of [...this.#waiters]) {
      waiter.gone(this.#failure("ended"));
    }
  }

  #failure(what: string): Error {
    const said = this.#lines.map((line) => JSON.stringify(line)).slice(-20);
    return new Error(
      [
        `${this.#child.spawnargs.join(" ")} ${what} (${this.#ended ?? "running"})`,
        ...said,
        this.#stderr,
      ].join("\n"),
    );
  }
}
