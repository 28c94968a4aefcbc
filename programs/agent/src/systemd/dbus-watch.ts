/**
 * One watcher's view of systemd's units: begins with a list that is not told,
 * then follows the signals. Answers and signals carry the order in which they
 * arrived, so an older answer never undoes a newer signal.
 */

import type { UnitStatus } from "@ghaf/api";
import { ChangeQueue } from "./change-queue.ts";
import type { UnitRow, UnitRows } from "./dbus-manager.ts";
import type { UnitEvent } from "./dbus-signals.ts";
import {
  changed,
  endedAs,
  statusOf,
  unseen,
  withFreezer,
} from "./dbus-status.ts";
import type { UnitChange, UnitInterest } from "./units.ts";

export interface UnitWatchOptions {
  readonly listener: (change: UnitChange) => void;
  readonly interest: UnitInterest;
  /** Narrows the list that the watch begins with; empty for all loaded units. */
  readonly patterns: readonly string[];
  /** For a unit that has gone before its description could be asked for; its name when absent. */
  readonly describe?: (unit: string) => string;
}

/** How a watch asks; both answer with what is loaded and load nothing. */
export interface UnitSource {
  listLoaded(patterns: readonly string[]): Promise<UnitRows>;
  freezerState(unit: string): Promise<{ readonly freezerState: string }>;
}

interface Known {
  readonly status: UnitStatus;
  readonly order: number;
  readonly ran: boolean;
}

export class UnitWatch {
  readonly #options: UnitWatchOptions;
  readonly #queue: ChangeQueue;
  readonly #known = new Map<string, Known>();
  /** Signals of units whose rows are under way. */
  readonly #early = new Map<string, UnitEvent[]>();
  /** Signals that came while the whole list was under way. */
  #backlog: UnitEvent[] = [];
  #source: UnitSource | undefined;
  #listing: Promise<void> | undefined;
  #asking: Promise<void> | undefined;
  #reloading = false;
  #begun = false;
  #generation = 0;
  /** The order of the last removal; an older answer may tell of a unit that has gone. */
  #lastRemoval = 0;

  constructor(options: UnitWatchOptions) {
    this.#options = options;
    this.#queue = new ChangeQueue(options.listener);
  }

  /** Lists anew, and tells what differs unless this is the first time. */
  resync(source: UnitSource): void {
    this.#source = source;
    this.#reloading = false;
    this.#backlog = [];
    this.#early.clear();
    this.#generation += 1;
    this.#listing = this.#list(source, this.#generation);
  }

  /** The connection is lost; orders begin anew with the next one. */
  suspend(): void {
    this.#source = undefined;
    this.#listing = undefined;
    this.#lastRemoval = 0;
    for (const [unit, known] of this.#known) {
      this.#known.set(unit, { ...known, order: 0 });
    }
  }

  handle(event: UnitEvent): void {
    if (!this.#options.interest(event.unit)) return;
    if (this.#reloading || this.#source === undefined) return;
    if (this.#listing === undefined) this.#apply(event);
    else this.#postpone(event);
  }

  /** What is known changes at once: a list shows a unit that was restarted as if nothing had been. */
  #postpone(event: UnitEvent): void {
    this.#backlog.push(event);
    const isKnown = this.#known.has(event.unit);
    if (event.kind === "unit-changed" && isKnown) this.#change(event);
  }

  /** systemd removes and makes all units anew while it reloads; afterwards it is asked what differs. */
  reload(active: boolean): void {
    this.#reloading = active;
    if (!active && this.#source !== undefined) this.resync(this.#source);
  }

  /** What somebody else has read of a unit. */
  observe(row: UnitRow, order: number): void {
    if (!this.#mayObserve(row.name)) return;
    const known = this.#known.get(row.name);
    if (row.loadState === "not-found" && known === undefined) return;
    if (order < (known?.order ?? this.#lastRemoval)) return;
    this.#learn(statusOf(row, known?.status.freezerState), order);
  }

  /** The same for what is read apart, since systemd 252 does not signal it. */
  observeFreezer(unit: string, freezerState: string, order: number): void {
    const known = this.#known.get(unit);
    if (known === undefined || !this.#mayObserve(unit)) return;
    if (order >= known.order) {
      this.#learn(changed(known.status, { freezerState }), order);
    }
  }

  /** Nothing is told any more. */
  end(): void {
    this.suspend();
    this.#queue.end();
  }

  /** Resolves when nothing is under way any more, and all was told. */
  async settled(): Promise<void> {
    await this.#listing;
    await this.#asking;
    this.#queue.flush();
  }

  #mayObserve(unit: string): boolean {
    return (
      this.#options.interest(unit) &&
      this.#source !== undefined &&
      this.#listing === undefined &&
      !this.#early.has(unit)
    );
  }

  async #list(source: UnitSource, generation: number): Promise<void> {
    const listed = await this.#read(source).catch(() => undefined);
    if (this.#generation !== generation || this.#source !== source) return;
    const backlog = this.#backlog;
    this.#listing = undefined;
    this.#backlog = [];
    if (listed !== undefined) this.#replace(listed.statuses, listed.order);
    const order = listed?.order ?? 0;
    for (const event of backlog.filter((each) => each.order > order)) {
      this.#apply(event);
    }
  }

  async #read(source: UnitSource) {
    const { rows, order } = await source.listLoaded(this.#options.patterns);
    const wanted = rows.filter(({ name }) => this.#options.interest(name));
    const statuses = await Promise.all(
      wanted.map((row) => withFreezer(source, row)),
    );
    return { statuses, order };
  }

  #replace(statuses: readonly UnitStatus[], order: number): void {
    const names = new Set(statuses.map(({ name }) => name));
    for (const unit of [...this.#known.keys()]) {
      if (!names.has(unit)) this.#forget(unit, order);
    }
    for (const status of statuses) {
      if (!this.#begun) this.#queue.assume(status);
      this.#learn(status, order);
    }
    this.#begun = true;
  }

  #apply(event: UnitEvent): void {
    switch (event.kind) {
      case "unit-new":
        this.#ask(event.unit);
        break;
      case "unit-changed":
        this.#change(event);
        break;
      case "unit-removed":
        this.#remove(event);
        break;
    }
  }

  #change(event: UnitEvent & { readonly kind: "unit-changed" }): void {
    const known = this.#known.get(event.unit);
    if (known !== undefined) {
      if (event.order < known.order) return;
      this.#learn(changed(known.status, event.state), event.order);
      return;
    }
    this.#ask(event.unit);
    this.#early.get(event.unit)?.push(event);
  }

  #remove(event: UnitEvent): void {
    const early = this.#early.get(event.unit);
    if (early !== undefined) early.push(event);
    else this.#forget(event.unit, event.order);
  }

  /** Asks for the row of a unit that is new; all that are new at once in one call. */
  #ask(unit: string): void {
    if (this.#known.has(unit) || this.#early.has(unit)) return;
    this.#early.set(unit, []);
    this.#asking ??= Promise.resolve().then(() => this.#askAll());
  }

  async #askAll(): Promise<void> {
    while (this.#early.size > 0 && this.#source !== undefined) {
      const units = [...this.#early.keys()];
      const answer = await this.#source
        .listLoaded(units)
        .catch(() => undefined);
      for (const unit of units) this.#settle(unit, answer);
    }
    this.#asking = undefined;
  }

  /** Goes through what was seen of a unit, with its row in its place. */
  #settle(unit: string, answer: UnitRows | undefined): void {
    const early = this.#early.get(unit);
    if (early === undefined) return;
    this.#early.delete(unit);
    const row = answer?.rows.find(({ name }) => name === unit);
    const order = answer?.order ?? 0;
    const before = unseen(
      unit,
      row?.description ?? this.#options.describe?.(unit),
    );
    for (const event of early.filter((each) => each.order < order)) {
      this.#replay(before, event);
    }
    const freezerState = this.#known.get(unit)?.status.freezerState;
    if (row !== undefined) this.#learn(statusOf(row, freezerState), order);
    for (const event of early.filter((each) => each.order > order)) {
      this.#replay(before, event);
    }
  }

  #replay(before: UnitStatus, event: UnitEvent): void {
    if (event.kind !== "unit-changed") {
      this.#forget(event.unit, event.order);
      return;
    }
    const status = this.#known.get(event.unit)?.status ?? before;
    this.#learn(changed(status, event.state), event.order);
  }

  #learn(status: UnitStatus, order: number): void {
    const before = this.#known.get(status.name);
    const ran = before?.ran === true || status.activeState !== "inactive";
    this.#known.set(status.name, { status, order, ran });
    this.#queue.push({ unit: status.name, status, gone: false, ran });
  }

  #forget(unit: string, order: number): void {
    const known = this.#known.get(unit);
    this.#lastRemoval = order;
    if (known === undefined) return;
    this.#known.delete(unit);
    const status = endedAs(known.status);
    this.#queue.push({ unit, status, gone: true, ran: known.ran });
  }
}
