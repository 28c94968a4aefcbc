/**
 * The signals of systemd that matter to us, read into a closed union. systemd
 * sends every mutable property of a unit with each change, so a change needs no
 * question back.
 */

import { type BusSignal, unwrap } from "./dbus-connection.ts";
import { unitOfPath } from "./dbus-path.ts";

export const SYSTEMD_NAME = "org.freedesktop.systemd1";
/** The bus itself, which nobody can send as. */
export const BUS_NAME = "org.freedesktop.DBus";
export const MANAGER_PATH = "/org/freedesktop/systemd1";
export const MANAGER_INTERFACE = "org.freedesktop.systemd1.Manager";
export const UNIT_INTERFACE = "org.freedesktop.systemd1.Unit";
export const PROPERTIES_INTERFACE = "org.freedesktop.DBus.Properties";

/** The part of a unit's state that changes. */
export interface UnitState {
  readonly activeState?: string;
  readonly subState?: string;
  readonly freezerState?: string;
}

/** `order` is the signal's place among everything that the connection received. */
export type UnitEvent =
  | {
      readonly kind: "unit-new" | "unit-removed";
      readonly unit: string;
      readonly order: number;
    }
  | {
      readonly kind: "unit-changed";
      readonly unit: string;
      readonly state: UnitState;
      readonly order: number;
    };

export type ManagerEvent =
  | UnitEvent
  | {
      readonly kind: "job-removed";
      readonly job: string;
      readonly result: string;
    }
  | { readonly kind: "reloading"; readonly active: boolean }
  /** systemd took its name on the bus (anew), or lost it: then the owner is empty. */
  | {
      readonly kind: "owner-changed";
      readonly owner: string;
      readonly order: number;
    };

/** What the bus is asked to pass on; `arg0` keeps the type-specific properties away. */
export const MATCH_RULES: readonly string[] = [
  ...["UnitNew", "UnitRemoved", "JobRemoved", "Reloading"].map(
    (member) =>
      `type='signal',sender='${SYSTEMD_NAME}',path='${MANAGER_PATH}',interface='${MANAGER_INTERFACE}',member='${member}'`,
  ),
  `type='signal',sender='${SYSTEMD_NAME}',path_namespace='${MANAGER_PATH}/unit',interface='${PROPERTIES_INTERFACE}',member='PropertiesChanged',arg0='${UNIT_INTERFACE}'`,
  `type='signal',sender='${BUS_NAME}',interface='${BUS_NAME}',member='NameOwnerChanged',arg0='${SYSTEMD_NAME}'`,
];

/**
 * Reads what the bus or systemd has sent; nobody else is heard.
 * @returns undefined for signals that are none of ours
 */
export function readSignal(signal: BusSignal): ManagerEvent | undefined {
  return signal.sender === BUS_NAME ? readOwner(signal) : readManager(signal);
}

function readOwner({ order, member, body }: BusSignal) {
  const [name, , owner] = body;
  const isOurs = member === "NameOwnerChanged" && name === SYSTEMD_NAME;
  const kind = "owner-changed" as const;
  return isOurs ? { order, kind, owner: text(owner) } : undefined;
}

function readManager(signal: BusSignal): ManagerEvent | undefined {
  const [first, second, , fourth] = signal.body;
  const { order } = signal;
  switch (signal.member) {
    case "UnitNew":
      return { order, kind: "unit-new", unit: text(first) };
    case "UnitRemoved":
      return { order, kind: "unit-removed", unit: text(first) };
    case "JobRemoved":
      return { kind: "job-removed", job: text(second), result: text(fourth) };
    case "Reloading":
      return { kind: "reloading", active: first === true };
    case "PropertiesChanged":
      return readProperties(signal);
    default:
      return undefined;
  }
}

function readProperties(signal: BusSignal): ManagerEvent | undefined {
  const [face, changed] = signal.body;
  const unit = unitOfPath(signal.path);
  if (face !== UNIT_INTERFACE || unit === undefined) return undefined;
  const state = {
    ...property("activeState", changed, "ActiveState"),
    ...property("subState", changed, "SubState"),
    ...property("freezerState", changed, "FreezerState"),
  };
  if (Object.keys(state).length === 0) return undefined;
  return { order: signal.order, kind: "unit-changed", unit, state };
}

function property(
  key: keyof UnitState,
  properties: unknown,
  name: string,
): UnitState {
  if (typeof properties !== "object" || properties === null) return {};
  const value = unwrap(Reflect.get(properties, name));
  return typeof value === "string" ? { [key]: value } : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
