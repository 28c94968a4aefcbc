/**
 * The supervisor's end of the channel: starts the keeper, passes messages, and
 * notices when the keeper has died, in which case it ends the process groups
 * that it knows of itself. The next start then gets a new keeper.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { within } from "@ghaf/daemon";
import type { FromKeeper, ToKeeper } from "./keeper-messages.ts";
import { signalGroup } from "./process-group.ts";

export interface KeeperLinkOptions {
  /** The argument vector of the keeper. */
  readonly keeper: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly onEvent: (event: FromKeeper) => void;
  /** The keeper is gone and so are its runs. */
  readonly onLost: (reason: string) => void;
}

const LONGEST_END_MS = 2_000;

export class KeeperLink {
  readonly #options: KeeperLinkOptions;
  readonly #groups = new Map<number, number>();
  #child: ChildProcess | undefined;
  #closed = false;

  constructor(options: KeeperLinkOptions) {
    this.#options = options;
  }

  /** Starts the keeper unless one runs. */
  prepare(): void {
    if (this.#child === undefined && !this.#closed) {
      this.#child = this.#launch();
    }
  }

  send(message: ToKeeper): void {
    this.prepare();
    const child = this.#child;
    child?.send(message, (error) => {
      if (error !== null) this.#lost(child, error.message);
    });
  }

  /** Ends a keeper that does not answer; it is lost then. */
  kill(): void {
    this.#child?.kill("SIGKILL");
  }

  /** Lets the keeper go, which ends whatever still runs, and waits for its end. */
  async close(): Promise<void> {
    this.#closed = true;
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return;
    const ended = once(child, "exit");
    if (child.connected) child.disconnect();
    const late = new Error("the keeper does not end");
    await within(ended, LONGEST_END_MS, late).catch(() => {
      child.kill("SIGKILL");
      this.#endGroups();
    });
  }

  #launch(): ChildProcess {
    const [program, ...words] = this.#options.keeper;
    const child = spawn(program, words, {
      // A group of its own: whoever kills the agent's group leaves the keeper,
      // which then ends the units.
      detached: true,
      env: this.#options.environment,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.on("message", (event: FromKeeper) => this.#receive(event));
    child.once("error", (error) => this.#lost(child, error.message));
    child.once("exit", (code, signal) =>
      this.#lost(child, `it ended with ${signal ?? code}`),
    );
    return child;
  }

  #receive(event: FromKeeper): void {
    if (event.event === "started") {
      this.#groups.set(event.run, event.processId);
    }
    if (event.event === "ended" || event.event === "performed") {
      this.#groups.delete(event.run);
    }
    this.#options.onEvent(event);
  }

  #lost(child: ChildProcess, reason: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#endGroups();
    this.#options.onLost(reason);
  }

  #endGroups(): void {
    for (const group of this.#groups.values()) signalGroup(group, "SIGKILL");
    this.#groups.clear();
  }
}
