/** Starts units with the agent: all at the same time, but each after those that it names. */

import type { UnitName } from "@ghaf/api";
import type { ResolvedSupervisedUnit } from "@ghaf/api/config";
import { type Deferred, deferred } from "@ghaf/daemon";

export class Autostart {
  readonly #start: (unit: UnitName) => Promise<void>;
  /** The units whose turn has not come, and those whose start is under way. */
  readonly #turns = new Map<UnitName, Deferred<void>>();
  readonly #open = new Set<UnitName>();

  /** @param start never fails; resolves when the unit has started or cannot */
  constructor(start: (unit: UnitName) => Promise<void>) {
    this.#start = start;
  }

  begin(units: readonly ResolvedSupervisedUnit[]): void {
    const ours = units.filter((unit) => unit.autostart);
    for (const { name } of ours) {
      this.#turns.set(name, deferred());
      this.#open.add(name);
    }
    for (const unit of ours) void this.#await(unit);
  }

  /** Somebody else has decided about the unit; what waits for it need not. */
  drop(unit: UnitName): void {
    this.#open.delete(unit);
  }

  /** None of the units that wait is started any more. */
  end(): void {
    this.#open.clear();
  }

  async #await({ name, after }: ResolvedSupervisedUnit): Promise<void> {
    await Promise.all(after.map((other) => this.#turns.get(other)?.promise));
    if (this.#open.delete(name)) await this.#start(name);
    this.#turns.get(name)?.resolve();
  }
}
