/**
 * The calls of systemd's Manager interface that the adapter makes, with typed
 * arguments and answers (org.freedesktop.systemd1(5)). No decisions.
 */

import type { UnitName } from "@ghaf/api";
import {
  type BusCall,
  type BusConnection,
  BusError,
  type BusReply,
  unwrap,
  variant,
} from "./dbus-connection.ts";
import { toUnitsError } from "./dbus-errors.ts";
import { unitPath } from "./dbus-path.ts";
import {
  BUS_NAME,
  MANAGER_INTERFACE,
  MANAGER_PATH,
  MATCH_RULES,
  PROPERTIES_INTERFACE,
  SYSTEMD_NAME,
  UNIT_INTERFACE,
} from "./dbus-signals.ts";
import type { TransientUnit } from "./units.ts";

const SERVICE_INTERFACE = "org.freedesktop.systemd1.Service";
const SIGKILL = 9;

/** A unit as the list calls return it, without its freezer state. */
export interface UnitRow {
  readonly name: string;
  readonly description: string;
  readonly loadState: string;
  readonly activeState: string;
  readonly subState: string;
  readonly path: string;
}

export interface UnitRows {
  readonly rows: readonly UnitRow[];
  readonly order: number;
}

export interface FreezerReply {
  readonly freezerState: string;
  readonly order: number;
}

/** Every method fails with a UnitsError, but those that say otherwise. */
export class DbusManager {
  readonly #bus: BusConnection;

  constructor(bus: BusConnection) {
    this.#bus = bus;
  }

  /** Has the bus pass on what `readSignal` reads. @throws BusError */
  async match(): Promise<void> {
    await Promise.all(MATCH_RULES.map((rule) => this.#addMatch(rule)));
  }

  /** The unique name of whoever has systemd's name now. @throws BusError */
  async owner(): Promise<{ readonly name: string; readonly order: number }> {
    const call = busCall("GetNameOwner", SYSTEMD_NAME);
    const { body, order } = await this.#bus.call(call);
    return { name: text(body[0]), order };
  }

  /** Has systemd send signals; again after it took its name anew. @throws BusError */
  async subscribe(): Promise<void> {
    try {
      await this.#bus.call(managerCall("Subscribe"));
    } catch (error) {
      const again = `${SYSTEMD_NAME}.AlreadySubscribed`;
      if (!(error instanceof BusError) || error.errorName !== again) {
        throw error;
      }
    }
  }

  /** Loads units that are not loaded; unknown ones come back as `not-found`. */
  async listByNames(names: readonly UnitName[]): Promise<UnitRows> {
    const call = managerCall("ListUnitsByNames", "as", [[...names]]);
    return readRows(await this.#call(names[0] ?? "", call));
  }

  /** Only loaded units, and never loads one; no pattern means all of them. */
  async listLoaded(patterns: readonly string[]): Promise<UnitRows> {
    const body = [[], [...patterns]];
    const call = managerCall("ListUnitsByPatterns", "asas", body);
    return readRows(await this.#call(patterns[0] ?? "", call));
  }

  /** Loads the unit when it is not loaded. */
  async freezerState(unit: string): Promise<FreezerReply> {
    const call = propertyCall(unit, UNIT_INTERFACE, "FreezerState");
    const reply = await this.#call(unit, call);
    const value = unwrap(reply.body[0]);
    return {
      freezerState: typeof value === "string" ? value : "error",
      order: reply.order,
    };
  }

  /** The arguments of the first ExecStart line, as they are after systemd has read them. */
  async execStart(unit: UnitName): Promise<readonly string[]> {
    const call = propertyCall(unit, SERVICE_INTERFACE, "ExecStart");
    const reply = await this.#call(unit, call);
    const entry = list(list(unwrap(reply.body[0]))[0]);
    return list(entry[1]).map((word) => text(word).replaceAll("$$", "$"));
  }

  /** @returns the path of the job */
  async startUnit(
    unit: UnitName,
    mode: "replace" | "replace-irreversibly",
  ): Promise<string> {
    return this.#job(unit, managerCall("StartUnit", "ss", [unit, mode]));
  }

  /** @returns the path of the job */
  async stopUnit(unit: UnitName): Promise<string> {
    return this.#job(unit, managerCall("StopUnit", "ss", [unit, "replace"]));
  }

  /** SIGKILL to all processes of the unit. */
  async killUnit(unit: UnitName): Promise<void> {
    await this.#call(
      unit,
      managerCall("KillUnit", "ssi", [unit, "all", SIGKILL]),
    );
  }

  async freezeUnit(unit: UnitName): Promise<void> {
    await this.#call(unit, managerCall("FreezeUnit", "s", [unit]));
  }

  async thawUnit(unit: UnitName): Promise<void> {
    await this.#call(unit, managerCall("ThawUnit", "s", [unit]));
  }

  async resetFailedUnit(unit: UnitName): Promise<void> {
    await this.#call(unit, managerCall("ResetFailedUnit", "s", [unit]));
  }

  /** @returns the path of the job */
  async startTransientUnit(spec: TransientUnit): Promise<string> {
    const body = [spec.unit, "replace", transientProperties(spec), []];
    const signature = "ssa(sv)a(sa(sv))";
    const call = managerCall("StartTransientUnit", signature, body);
    return this.#job(spec.unit, call);
  }

  async #job(unit: UnitName, call: BusCall): Promise<string> {
    return text((await this.#call(unit, call)).body[0]);
  }

  async #call(unit: string, call: BusCall): Promise<BusReply> {
    try {
      return await this.#bus.call(call);
    } catch (error) {
      throw toUnitsError(unit, error);
    }
  }

  async #addMatch(rule: string): Promise<void> {
    await this.#bus.call(busCall("AddMatch", rule));
  }
}

/**
 * The properties of a transient service.
 * - Type=exec: the job fails when the program cannot be executed.
 * - CollectMode=inactive-or-failed: a failed unit is forgotten like one that
 *   ended well, so its name is free at once; the change to `failed` is signalled
 *   before UnitRemoved, so nobody misses it.
 * - ExecStart, not ExecStartEx: the file that systemd writes for the latter is
 *   one that it cannot read back, and a daemon-reload then turns the unit into
 *   `bad-setting` (seen with systemd 252). So `$` is doubled against expansion.
 */
function transientProperties(spec: TransientUnit): readonly unknown[] {
  const [program] = spec.command;
  const words = spec.command.map((word) => word.replaceAll("$", "$$$$"));
  const environment = Object.entries(spec.environment);
  const settings = environment.map(([key, value]) => `${key}=${value}`);
  return [
    ["Type", variant("s", "exec")],
    ["Description", variant("s", spec.description)],
    ["CollectMode", variant("s", "inactive-or-failed")],
    ["Environment", variant("as", settings)],
    ["ExecStart", variant("a(sasb)", [[program, words, false]])],
  ];
}

/** To the bus itself. */
function busCall(member: string, word: string): BusCall {
  return {
    destination: BUS_NAME,
    path: "/org/freedesktop/DBus",
    interface: BUS_NAME,
    member,
    signature: "s",
    body: [word],
  };
}

function managerCall(
  member: string,
  signature?: string,
  body: readonly unknown[] = [],
): BusCall {
  return {
    destination: SYSTEMD_NAME,
    path: MANAGER_PATH,
    interface: MANAGER_INTERFACE,
    member,
    ...(signature === undefined ? {} : { signature, body }),
  };
}

function propertyCall(unit: string, face: string, name: string): BusCall {
  return {
    destination: SYSTEMD_NAME,
    path: unitPath(unit),
    interface: PROPERTIES_INTERFACE,
    member: "Get",
    signature: "ss",
    body: [face, name],
  };
}

/** a(ssssssouso): name, description, load, active, sub, following, path, then the job. */
function readRows(reply: BusReply): UnitRows {
  const rows = list(reply.body[0]).map((untyped) => {
    const row = list(untyped);
    return {
      name: text(row[0]),
      description: text(row[1]),
      loadState: text(row[2]),
      activeState: text(row[3]),
      subState: text(row[4]),
      path: text(row[6]),
    };
  });
  return { rows, order: reply.order };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
