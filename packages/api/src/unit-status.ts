/**
 * What systemd says of a unit, as the programs see it, and the few questions the
 * control plane asks of it (control-plane specification 2.4, 2.6).
 */

import type { UnitStatus as UnitStatusMessage } from "./gen/systemd/systemd_pb.ts";

/** systemd's own words; `path` is the D-Bus object path or empty. */
export interface UnitStatus {
  readonly name: string;
  readonly description: string;
  /** loaded, not-found, masked, … */
  readonly loadState: string;
  /** active, activating, deactivating, inactive, failed, reloading, … */
  readonly activeState: string;
  /** running, exited, dead, … */
  readonly subState: string;
  readonly path: string;
  /** running, frozen, freezing, thawing, …; `error` when it could not be read. */
  readonly freezerState: string;
}

/** Loaded, active, its main process running, and not frozen. */
export function isRunning(status: UnitStatus): boolean {
  return (
    !isFrozen(status) &&
    status.loadState === "loaded" &&
    status.activeState === "active" &&
    status.subState === "running"
  );
}

export function isFrozen(status: UnitStatus): boolean {
  return status.freezerState === "frozen";
}

/** Neither up nor on its way: what an application is when it is over, well or badly. */
export function hasEnded(status: UnitStatus): boolean {
  return status.activeState === "inactive" || status.activeState === "failed";
}

/** True when both say the same; watchers are told only of differences. */
export function sameStatus(one: UnitStatus, other: UnitStatus): boolean {
  return (
    one.name === other.name &&
    one.description === other.description &&
    one.loadState === other.loadState &&
    one.activeState === other.activeState &&
    one.subState === other.subState &&
    one.path === other.path &&
    one.freezerState === other.freezerState
  );
}

/** A unit that is not there any more, under the name it had. */
export function endedStatus(name: string, description = ""): UnitStatus {
  return {
    name,
    description,
    loadState: "loaded",
    activeState: "inactive",
    subState: "dead",
    path: "",
    freezerState: "running",
  };
}

/** Reads the wire message. The texts stay untrusted: they are for showing, never for acting on. */
export function readUnitStatus(message: UnitStatusMessage): UnitStatus {
  return {
    name: message.Name,
    description: message.Description,
    loadState: message.LoadState,
    activeState: message.ActiveState,
    subState: message.SubState,
    path: message.Path,
    freezerState: message.FreezerState,
  };
}

/** The fields of the wire message. */
export function writeUnitStatus(status: UnitStatus) {
  return {
    Name: status.name,
    Description: status.description,
    LoadState: status.loadState,
    ActiveState: status.activeState,
    SubState: status.subState,
    Path: status.path,
    FreezerState: status.freezerState,
  };
}
