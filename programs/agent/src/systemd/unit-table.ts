/**
 * The units of an adapter that has no manager behind it: their states, and the
 * watchers that are told of every difference and of nothing else.
 */

import { sameStatus, type UnitName, type UnitStatus } from "@ghaf/api";
import { matchesAny } from "./unit-pattern.ts";
import { everyService, type UnitChange, type UnitInterest } from "./units.ts";

interface Watcher {
  readonly listener: (change: UnitChange) => void;
  readonly interest: UnitInterest;
}

export class UnitTable {
  readonly #units = new Map<string, UnitStatus>();
  readonly #watchers = new Set<Watcher>();

  find(unit: UnitName): UnitStatus | undefined {
    return this.#units.get(unit);
  }

  /** The unit's status; for one that is not in the table what systemd says of such. */
  status(unit: UnitName): UnitStatus {
    return this.#units.get(unit) ?? notFound(unit);
  }

  list(patterns: readonly string[]): readonly UnitStatus[] {
    const matches = matchesAny(patterns);
    return [...this.#units.values()].filter(({ name }) => matches(name));
  }

  /** Adds or changes a unit and tells the watchers when something differs. */
  put(status: UnitStatus): void {
    const known = this.#units.get(status.name);
    if (known !== undefined && sameStatus(known, status)) return;
    this.#units.set(status.name, status);
    this.#tell({ unit: status.name, status, gone: false });
  }

  /** Adds a unit without telling anybody. */
  putQuietly(status: UnitStatus): void {
    this.#units.set(status.name, status);
  }

  /** Forgets a unit; `status` is what it ended as. */
  forget(status: UnitStatus): void {
    if (!this.#units.delete(status.name)) return;
    this.#tell({ unit: status.name, status, gone: true });
  }

  watch(
    listener: (change: UnitChange) => void,
    interest: UnitInterest = everyService,
  ): () => void {
    const watcher = { listener, interest };
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  }

  #tell(change: UnitChange): void {
    for (const watcher of this.#watchers) {
      if (watcher.interest(change.unit)) watcher.listener(change);
    }
  }
}

/** What systemd answers for a name that it has no unit for. */
export function notFound(unit: string): UnitStatus {
  return { ...stopped(unit, unit), loadState: "not-found" };
}

/** A unit that is known and does not run. */
export function stopped(unit: string, description: string): UnitStatus {
  return {
    name: unit,
    description,
    loadState: "loaded",
    activeState: "inactive",
    subState: "dead",
    path: "",
    freezerState: "running",
  };
}
