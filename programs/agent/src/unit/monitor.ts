/**
 * What the admin should know of this machine, kept up to date from the changes
 * that the unit port reports: the agent's own unit, the configured services, and
 * the instances of the applications of the manifest.
 */

import {
  type AgentUnit,
  hasEnded,
  sameStatus,
  type UnitName,
  type UnitStatus,
} from "@ghaf/api";
import type { Logger } from "@ghaf/daemon";
import type { Clock } from "../clock.ts";
import type { UnitChange, Units } from "../systemd/units.ts";
import { createHold, type Hold } from "./hold.ts";
import { ownStatus } from "./own-status.ts";

export type MonitorChange =
  | { readonly kind: "status"; readonly status: UnitStatus }
  /** An application instance is over and its name is free; said once. */
  | { readonly kind: "gone"; readonly unit: string };

/** Everything as it was last published. */
export interface MachineState {
  readonly agent: UnitStatus;
  readonly services: readonly UnitStatus[];
  readonly applications: readonly UnitStatus[];
}

export interface MonitorOptions {
  readonly units: Units;
  readonly own: AgentUnit;
  /** The configured units that are reported. */
  readonly services: readonly UnitName[];
  readonly applicationPatterns: readonly string[];
  readonly isApplication: (unit: string) => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Monitor {
  /** Reads the present state; may be called again after a failure. @throws what the port throws */
  load(): Promise<void>;
  state(): MachineState;
  /** Calls `listener` with every change after now, in order. Returns what ends that. */
  onChange(listener: (change: MonitorChange) => void): () => void;
  /** True when a watcher of the changes knows what `status` says. */
  knows(status: UnitStatus): boolean;
  close(): void;
}

type Role = "agent" | "service" | "application";

export function createMonitor(options: MonitorOptions): Monitor {
  return new UnitMonitor(options);
}

class UnitMonitor implements Monitor {
  readonly #options: MonitorOptions;
  readonly #services: ReadonlySet<string>;
  readonly #published = new Map<string, UnitStatus>();
  readonly #listeners = new Set<(change: MonitorChange) => void>();
  /** Ended applications until their name is free, with what happened meanwhile under it. */
  readonly #ending = new Map<string, UnitChange | undefined>();
  /** Units that changed while `load` was reading: the change is the newer truth. */
  readonly #touched = new Set<string>();
  readonly #hold: Hold;
  readonly #unwatch: () => void;

  constructor(options: MonitorOptions) {
    this.#options = options;
    this.#services = new Set(options.services);
    this.#hold = createHold(options.clock, (status) => this.#publish(status));
    this.#unwatch = options.units.watch(
      (change) => this.#take(change),
      (unit) => this.#roleOf(unit) !== undefined,
    );
  }

  async load(): Promise<void> {
    const { units, own, services, applicationPatterns } = this.#options;
    this.#touched.clear();
    const [named, instances] = await Promise.all([
      Promise.all([own, ...services].map((unit) => units.status(unit))),
      applicationPatterns.length === 0 ? [] : units.list(applicationPatterns),
    ]);
    for (const status of [...named, ...instances]) {
      if (this.#touched.has(status.name)) continue;
      this.#take({ unit: status.name, status, gone: false });
    }
  }

  state(): MachineState {
    const { own, services, isApplication } = this.#options;
    const known = (unit: string) => this.#published.get(unit) ?? [];
    return {
      agent: ownStatus(own, this.#published.get(own)),
      services: services.flatMap(known),
      applications: [...this.#published.values()].filter((status) =>
        isApplication(status.name),
      ),
    };
  }

  onChange(listener: (change: MonitorChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  knows(status: UnitStatus): boolean {
    const role = this.#roleOf(status.name);
    if (role === undefined) return true;
    const known = this.#published.get(status.name);
    if (role === "application" && hasEnded(status)) {
      return known === undefined && !this.#ending.has(status.name);
    }
    return known !== undefined && sameState(known, status);
  }

  close(): void {
    this.#unwatch();
    this.#hold.close();
    this.#listeners.clear();
  }

  #roleOf(unit: string): Role | undefined {
    if (unit === this.#options.own) return "agent";
    if (this.#services.has(unit)) return "service";
    return this.#options.isApplication(unit) ? "application" : undefined;
  }

  #take(change: UnitChange): void {
    this.#touched.add(change.unit);
    switch (this.#roleOf(change.unit)) {
      case undefined:
        break;
      case "agent":
        this.#takeLasting(ownStatus(this.#options.own, change.status));
        break;
      case "service":
        this.#takeLasting(change.status);
        break;
      case "application":
        this.#takeApplication(change);
        break;
    }
  }

  /** The first state of what is always there is never kept back: the snapshot needs one. */
  #takeLasting(status: UnitStatus): void {
    if (this.#published.has(status.name)) this.#hold.put(status);
    else this.#publish(status);
  }

  #takeApplication(change: UnitChange): void {
    const ended = change.gone || hasEnded(change.status);
    if (this.#ending.has(change.unit)) {
      this.#ending.set(change.unit, ended ? undefined : change);
    } else if (ended) {
      this.#end(change);
    } else {
      this.#hold.put(change.status);
    }
  }

  #end({ unit, status, gone }: UnitChange): void {
    this.#hold.drop(unit);
    const wasKnown = this.#published.delete(unit);
    if (gone || status.activeState !== "failed") {
      if (wasKnown) this.#tell({ kind: "gone", unit });
      return;
    }
    this.#ending.set(unit, undefined);
    void this.#free(status).then(() => {
      const meanwhile = this.#ending.get(unit);
      this.#ending.delete(unit);
      if (wasKnown) this.#tell({ kind: "gone", unit });
      if (meanwhile !== undefined) this.#takeApplication(meanwhile);
    });
  }

  /** A failed unit that is still loaded, as another agent may have left it, keeps its name. */
  async #free(status: UnitStatus): Promise<void> {
    try {
      // The role was decided by the manifest, which names units that are well formed.
      await this.#options.units.resetFailed(status.name as UnitName);
    } catch (error) {
      const fields = { unit: status.name, error };
      this.#options.log.warning("a failed unit could not be reset", fields);
    }
  }

  #publish(status: UnitStatus): void {
    const before = this.#published.get(status.name);
    if (before !== undefined && sameStatus(before, status)) return;
    this.#published.set(status.name, status);
    this.#tell({ kind: "status", status });
  }

  #tell(change: MonitorChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

/** True when both say the same of what the unit does; texts and paths aside. */
export function sameState(one: UnitStatus, other: UnitStatus): boolean {
  return (
    one.activeState === other.activeState &&
    one.subState === other.subState &&
    one.freezerState === other.freezerState
  );
}
