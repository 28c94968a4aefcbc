/** How a run is frozen and thawed: by signals, or by the programs that its unit names. */

import type { ResolvedSupervisedUnit } from "@ghaf/api/config";
import { type Deferred, deferred } from "./deferred.ts";
import type { Command, UnitSignal } from "./keeper-messages.ts";

export interface FreezerHost {
  signal(run: number, signal: UnitSignal): void;
  /** Runs a program to its end. @throws Error that says why it failed */
  perform(command: Command): Promise<void>;
}

export class Freezer {
  readonly #programs: ResolvedSupervisedUnit["freezer"];
  readonly #host: FreezerHost;
  #stopped: Deferred<void> = deferred();

  constructor(programs: ResolvedSupervisedUnit["freezer"], host: FreezerHost) {
    this.#programs = programs;
    this.#host = host;
  }

  /** Resolves when it is frozen, or `onStopped` says so of its processes. */
  async freeze(run: number): Promise<void> {
    if (this.#programs !== undefined) {
      return this.#host.perform(this.#programs.freeze);
    }
    this.#stopped = deferred();
    this.#host.signal(run, "SIGSTOP");
    return this.#stopped.promise;
  }

  async thaw(run: number): Promise<void> {
    if (this.#programs !== undefined) {
      return this.#host.perform(this.#programs.thaw);
    }
    this.#host.signal(run, "SIGCONT");
  }

  /** Every process of the run has stopped. */
  onStopped(): void {
    this.#stopped.resolve();
  }
}
