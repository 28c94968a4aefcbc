/** One program as a process, started as people start it: its words, its end, and that it never outlives the test. */

import {
  type ChildProcess,
  type StdioOptions,
  spawn,
} from "node:child_process";
import { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";

/** How long one thing may take before the test is given up: no measure of speed. */
export const PATIENCE_MS = 60_000;
/** What was written before the end arrives in this time. */
const LAST_WORDS_MS = 1_000;

/** A test that is killed takes its processes with it: PR_SET_PDEATHSIG, prctl(2). */
const WITH_US = ["setpriv", "--pdeathsig", "KILL", "--"] as const;

const STARTERS = {
  "givc-admin": "admin/bin/givc-admin.js",
  "givc-agent": "agent/bin/givc-agent.js",
  "givc-cli": "cli/bin/givc-cli.js",
  "ghaf-runner": "runner/bin/ghaf-runner.js",
  ghaf: "cli/bin/ghaf.js",
  demo: "demo/dist/main.js",
} as const;

export type ProgramName = keyof typeof STARTERS;

/** The file that starts a program of this checkout; all but the demo can be executed. */
export function starter(name: ProgramName): string {
  const programs = new URL("../../../programs/", import.meta.url);
  return fileURLToPath(new URL(STARTERS[name], programs));
}

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Standard input and output are one connection; what comes out is not kept. */
  readonly connected?: boolean;
  /** Descriptors to pass on, as 3 and the next ones. */
  readonly passed?: readonly number[];
}

export class Program {
  readonly #child: ChildProcess;
  readonly #argv: readonly string[];
  readonly #ended: Promise<Finished>;
  readonly #waiting = new Set<() => void>();
  #stdout = "";
  #stderr = "";
  #isOver = false;

  constructor(argv: readonly string[], options: ProgramOptions) {
    const { env, connected = false, passed = [] } = options;
    const [command, ...words] = [...WITH_US, ...argv];
    this.#argv = argv;
    this.#child = spawn(command, words, {
      env,
      stdio: stdioOf(connected, passed),
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
      this.#wake();
    });
    if (!connected) this.#keepOutput();
    this.#ended = this.#end();
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error("it was not started");
    return this.#child.pid;
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Standard input and output of a program that was started `connected`. */
  connection(): Duplex {
    const { stdin, stdout } = this.#child;
    if (stdin === null || stdout === null) throw new Error("not connected");
    return Duplex.from({ writable: stdin, readable: stdout });
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Waits for words on either output. @throws Error when the program ends or is silent */
  async said(
    words: string | RegExp,
    patienceMs: number = PATIENCE_MS,
  ): Promise<void> {
    const pattern = typeof words === "string" ? words : words.source;
    const isSaid = () =>
      [this.#stdout, this.#stderr].some((text) =>
        typeof words === "string" ? text.includes(words) : words.test(text),
      );
    await this.#waitFor(isSaid, `did not say ${pattern}`, patienceMs);
  }

  /** Waits for the end. @throws Error when it does not come */
  async finished(patienceMs: number = PATIENCE_MS): Promise<Finished> {
    await this.#waitFor(() => this.#isOver, "did not end", patienceMs);
    return this.#ended;
  }

  /** Asks it to end, and waits until it has. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<Finished> {
    this.signal(signal);
    return this.finished();
  }

  /** For the end of a test: gone, whatever it is doing. */
  async kill(): Promise<void> {
    this.signal("SIGKILL");
    await this.#ended;
  }

  #keepOutput(): void {
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#stdout += text;
      this.#wake();
    });
  }

  /** At its exit; what it leaves behind may hold its output open for longer. */
  #end(): Promise<Finished> {
    return new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("exit", (code, signal) => {
        const over = () => {
          clearTimeout(timer);
          this.#isOver = true;
          const { stdout, stderr } = this;
          resolve({ code, signal, stdout, stderr });
          this.#wake();
        };
        // After a look at what has come: this process may have stood still for all of that time.
        const late = () => void setImmediate(over);
        const timer = setTimeout(late, LAST_WORDS_MS);
        this.#child.once("close", over);
      });
    });
  }

  #waitFor(
    isTrue: () => boolean,
    failure: string,
    patienceMs: number,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (finish: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        finish();
      };
      const fail = () => end(() => reject(this.#failure(failure)));
      const look = () => {
        if (isTrue()) end(resolve);
        else if (this.#isOver) fail();
      };
      const timer = setTimeout(fail, patienceMs);
      this.#waiting.add(look);
      look();
    });
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }

  #failure(what: string): Error {
    const state = this.#isOver ? "has ended" : "runs";
    return new Error(
      `${this.#argv.join(" ")} ${what} (it ${state})\n${this.#stdout}${this.#stderr}`,
    );
  }
}

function stdioOf(connected: boolean, passed: readonly number[]): StdioOptions {
  return [connected ? "pipe" : "ignore", "pipe", "pipe", ...passed];
}
