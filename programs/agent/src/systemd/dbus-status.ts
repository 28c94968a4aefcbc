/** Makes a unit's status out of what systemd's list calls and signals give. */

import type { UnitStatus } from "@ghaf/api";
import type { UnitRow } from "./dbus-manager.ts";
import { unitPath } from "./dbus-path.ts";
import type { UnitState } from "./dbus-signals.ts";

/** Asks for the one property that the list calls leave out. */
export interface FreezerSource {
  freezerState(unit: string): Promise<{ readonly freezerState: string }>;
}

/** Only what runs can be frozen; asking for the others would load them again. */
export function mayBeFrozen(row: Pick<UnitRow, "activeState">): boolean {
  return row.activeState !== "inactive" && row.activeState !== "failed";
}

/** The row with its freezer state, `error` when that cannot be read. */
export async function withFreezer(
  source: FreezerSource,
  row: UnitRow,
): Promise<UnitStatus> {
  if (!mayBeFrozen(row)) return statusOf(row);
  const { freezerState } = await source
    .freezerState(row.name)
    .catch(() => ({ freezerState: "error" }));
  return statusOf(row, freezerState);
}

export function statusOf(row: UnitRow, freezerState = "running"): UnitStatus {
  return {
    ...row,
    freezerState: mayBeFrozen(row) ? freezerState : "running",
  };
}

/** The status after a signal. systemd leaves `frozen` on what was killed while it was. */
export function changed(status: UnitStatus, state: UnitState): UnitStatus {
  const next = { ...status, ...state };
  return mayBeFrozen(next) ? next : { ...next, freezerState: "running" };
}

/** A unit of which only signals were seen. */
export function unseen(unit: string, description = unit): UnitStatus {
  return {
    name: unit,
    description,
    loadState: "loaded",
    activeState: "inactive",
    subState: "dead",
    path: unitPath(unit),
    freezerState: "running",
  };
}

/** A unit that went away while nobody could listen has ended all the same. */
export function endedAs(status: UnitStatus): UnitStatus {
  if (status.activeState === "failed") return status;
  return {
    ...status,
    activeState: "inactive",
    subState: "dead",
    freezerState: "running",
  };
}
