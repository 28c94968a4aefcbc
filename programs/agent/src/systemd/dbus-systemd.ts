/**
 * The Units port over D-Bus: the system manager or a user's, whichever bus the
 * address names (control-plane specification 3.5). Calls, signals and their
 * order are in the files beside this one; here is what each verb does.
 */

import { hasEnded, type UnitName, type UnitStatus } from "@ghaf/api";
import type { Logger } from "@ghaf/daemon";
import { toUnitsError } from "./dbus-errors.ts";
import { UnitFollower } from "./dbus-follower.ts";
import { Jobs } from "./dbus-jobs.ts";
import { DbusLink } from "./dbus-link.ts";
import type { DbusManager, UnitRow } from "./dbus-manager.ts";
import type { ManagerEvent } from "./dbus-signals.ts";
import { mayBeFrozen, statusOf, withFreezer } from "./dbus-status.ts";
import { UnitWatch } from "./dbus-watch.ts";
import { notFound } from "./unit-table.ts";
import {
  everyService,
  type TransientUnit,
  type UnitChange,
  type UnitInterest,
  type Units,
  UnitsError,
} from "./units.ts";

const CALL_TIMEOUT_MS = 5_000;
/** Above the 90 s that systemd itself allows a start or a stop by default. */
const JOB_TIMEOUT_MS = 100_000;

export interface DbusSystemdOptions {
  /** The bus, `unix:path=/run/dbus/system_bus_socket` or that of a user. */
  readonly address: string;
  readonly logger: Logger;
  /** For one call, milliseconds; 5,000 when absent. */
  readonly callTimeoutMs?: number;
  /** For one job, milliseconds; 100,000 when absent. */
  readonly jobTimeoutMs?: number;
}

/** Connects at once, and again whenever the bus is lost; the verbs fail with `unavailable` meanwhile. */
export class DbusSystemd implements Units {
  readonly #link: DbusLink;
  readonly #logger: Logger;
  readonly #jobTimeoutMs: number;
  readonly #jobs = new Jobs();
  readonly #watches = new Set<UnitWatch>();
  #manager: DbusManager | undefined;

  constructor(options: DbusSystemdOptions) {
    this.#logger = options.logger;
    this.#jobTimeoutMs = options.jobTimeoutMs ?? JOB_TIMEOUT_MS;
    this.#link = new DbusLink({
      address: options.address,
      callTimeoutMs: options.callTimeoutMs ?? CALL_TIMEOUT_MS,
      logger: options.logger,
      onEvent: (event) => this.#onEvent(event),
      onUp: (manager) => this.#onUp(manager),
      onDown: (reason) => this.#onDown(reason),
    });
  }

  async status(unit: UnitName): Promise<UnitStatus> {
    return this.#read(await this.#link.manager(unit), unit);
  }

  async list(patterns: readonly string[]): Promise<readonly UnitStatus[]> {
    const manager = await this.#link.manager(patterns.join(" "));
    if (patterns.length === 0) return [];
    const { rows } = await manager.listLoaded(patterns);
    return Promise.all(rows.map((row) => withFreezer(manager, row)));
  }

  async commandLine(unit: UnitName): Promise<readonly string[]> {
    if (!unit.endsWith(".service")) return [];
    const manager = await this.#link.manager(unit);
    return manager.execStart(unit);
  }

  async start(unit: UnitName): Promise<UnitStatus> {
    return this.#change(unit, (manager) =>
      this.#job(unit, () => manager.startUnit(unit, "replace")),
    );
  }

  async startNoWait(unit: UnitName): Promise<void> {
    const manager = await this.#link.manager(unit);
    await manager.startUnit(unit, "replace-irreversibly");
  }

  async stop(unit: UnitName): Promise<UnitStatus> {
    return this.#change(unit, async (manager) => {
      const stop = () => this.#job(unit, () => manager.stopUnit(unit));
      try {
        await stop().catch(async (error: unknown) => {
          if (!isFrozenJob(error)) throw error;
          await manager.thawUnit(unit);
          await stop();
        });
      } catch (error) {
        await this.#onlyNotLoaded(manager, unit, error);
      }
    });
  }

  async kill(unit: UnitName): Promise<UnitStatus> {
    return this.#change(unit, async (manager, follower) => {
      const before = await this.#read(manager, unit);
      if (before.loadState === "not-found") throw noSuchUnit(unit);
      if (hasEnded(before)) return;
      try {
        await manager.killUnit(unit);
        await follower.ended(unit, this.#jobTimeoutMs);
      } catch (error) {
        await this.#onlyNotLoaded(manager, unit, error);
      }
    });
  }

  async freeze(unit: UnitName): Promise<UnitStatus> {
    return this.#setFreezer(unit, (manager) => manager.freezeUnit(unit));
  }

  async thaw(unit: UnitName): Promise<UnitStatus> {
    return this.#setFreezer(unit, (manager) => manager.thawUnit(unit));
  }

  async startTransient(spec: TransientUnit): Promise<UnitStatus> {
    const { unit, description } = spec;
    const start = async (manager: DbusManager) => {
      const queue = () => manager.startTransientUnit(spec);
      try {
        await this.#job(unit, queue);
      } catch (error) {
        if (!(await this.#isOver(manager, unit, error))) throw error;
        await this.resetFailed(unit);
        await this.#job(unit, queue);
      }
    };
    return this.#change(unit, start, description);
  }

  async resetFailed(unit: UnitName): Promise<void> {
    const manager = await this.#link.manager(unit);
    try {
      await manager.resetFailedUnit(unit);
    } catch (error) {
      if (!isNoSuchUnit(error)) throw error;
    }
  }

  watch(
    listener: (change: UnitChange) => void,
    interest: UnitInterest = everyService,
  ): () => void {
    const watch = new UnitWatch({ listener, interest, patterns: [] });
    this.#begin(watch);
    return () => {
      this.#watches.delete(watch);
      watch.end();
    };
  }

  async close(): Promise<void> {
    this.#link.close();
    this.#onDown("the adapter was closed");
    for (const watch of this.#watches) watch.end();
    this.#watches.clear();
  }

  /**
   * Does something to a unit; resolves with its state once all watchers know it.
   * systemd signals the changes of a unit before the end of its job, so what the
   * follower was told last is the state now.
   */
  async #change(
    unit: UnitName,
    act: (manager: DbusManager, follower: UnitFollower) => Promise<void>,
    description?: string,
  ): Promise<UnitStatus> {
    const manager = await this.#link.manager(unit);
    const follower = new UnitFollower(unit, description);
    this.#begin(follower.watch);
    try {
      await act(manager, follower);
      await Promise.all([...this.#watches].map((watch) => watch.settled()));
      return follower.last?.status ?? (await this.#read(manager, unit));
    } catch (error) {
      throw toUnitsError(unit, error);
    } finally {
      this.#watches.delete(follower.watch);
      follower.watch.end();
    }
  }

  #setFreezer(
    unit: UnitName,
    act: (manager: DbusManager) => Promise<void>,
  ): Promise<UnitStatus> {
    return this.#change(unit, async (manager) => {
      try {
        await act(manager);
      } catch (error) {
        await this.#onlyNotLoaded(manager, unit, error);
        throw new UnitsError("not-supported", unit, `${unit} is not active`);
      }
      // systemd 252 sends no signal for it, so the watchers learn it from here.
      await this.#read(manager, unit);
    });
  }

  async #job(unit: UnitName, queue: () => Promise<string>): Promise<void> {
    await this.#jobs.run(unit, queue, this.#jobTimeoutMs);
  }

  async #read(manager: DbusManager, unit: UnitName): Promise<UnitStatus> {
    const { rows, order } = await manager.listByNames([unit]);
    const row = rows[0];
    if (row === undefined) return notFound(unit);
    for (const watch of this.#watches) watch.observe(row, order);
    return mayBeFrozen(row) ? this.#readFreezer(manager, row) : statusOf(row);
  }

  async #readFreezer(manager: DbusManager, row: UnitRow): Promise<UnitStatus> {
    try {
      const { freezerState, order } = await manager.freezerState(row.name);
      for (const watch of this.#watches) {
        watch.observeFreezer(row.name, freezerState, order);
      }
      return statusOf(row, freezerState);
    } catch {
      return statusOf(row, "error");
    }
  }

  /** systemd says the same of a unit that it has not loaded and of one that does not exist. */
  async #onlyNotLoaded(
    manager: DbusManager,
    unit: UnitName,
    error: unknown,
  ): Promise<void> {
    if (!isNoSuchUnit(error)) throw error;
    const { loadState } = await this.#read(manager, unit);
    if (loadState === "not-found") throw error;
  }

  /** A failed unit that somebody else left behind, or one that has just gone; ours are forgotten by systemd. */
  async #isOver(
    manager: DbusManager,
    unit: UnitName,
    error: unknown,
  ): Promise<boolean> {
    if (!(error instanceof UnitsError) || error.code !== "unit-exists") {
      return false;
    }
    const { activeState, loadState } = await this.#read(manager, unit);
    return activeState === "failed" || loadState === "not-found";
  }

  #begin(watch: UnitWatch): void {
    this.#watches.add(watch);
    if (this.#manager !== undefined) watch.resync(this.#manager);
  }

  #onUp(manager: DbusManager): void {
    this.#manager = manager;
    for (const watch of this.#watches) watch.resync(manager);
  }

  #onDown(reason: string): void {
    this.#manager = undefined;
    this.#jobs.abandon(reason);
    for (const watch of this.#watches) watch.suspend();
  }

  #onEvent(event: ManagerEvent): void {
    switch (event.kind) {
      case "job-removed":
        this.#jobs.removed(event.job, event.result);
        break;
      case "owner-changed":
        this.#onOwner(event.owner !== "");
        break;
      case "reloading":
        for (const watch of this.#watches) watch.reload(event.active);
        break;
      case "unit-new":
      case "unit-changed":
      case "unit-removed":
        for (const watch of this.#watches) watch.handle(event);
        break;
    }
  }

  /** systemd has executed itself anew, or a user's manager ended or began. */
  #onOwner(present: boolean): void {
    const manager = this.#manager;
    if (manager === undefined) return;
    this.#jobs.abandon("systemd left the bus");
    if (!present) return;
    manager.subscribe().then(
      () => {
        for (const watch of this.#watches) watch.resync(manager);
      },
      (error: unknown) =>
        this.#logger.warning("systemd sends no signals", { error }),
    );
  }
}

/** systemd 252 thaws what it stops, systemd 257 ends the job with this result. */
function isFrozenJob(error: unknown): boolean {
  return error instanceof UnitsError && error.result === "frozen";
}

function isNoSuchUnit(error: unknown): boolean {
  return error instanceof UnitsError && error.code === "no-such-unit";
}

function noSuchUnit(unit: UnitName): UnitsError {
  return new UnitsError("no-such-unit", unit, `Unit ${unit} not found`);
}
