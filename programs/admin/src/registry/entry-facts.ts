/** Small questions about rows that more than one rule asks. */

import {
  hasEnded,
  parseVmName,
  sameStatus,
  type UnitName,
  type UnitStatus,
  type VmName,
} from "@ghaf/api";
import type { AgentAddress, AgentEntry, Entry, Placement } from "./entry.ts";

/** Longest texts that are kept of a status; nobody reads more. */
const STATUS_TEXT_MAX = 1_024;

/** The status with texts of a bounded length: peers choose them. */
export function clipStatus(untrusted: UnitStatus): UnitStatus {
  return {
    name: clip(untrusted.name),
    description: clip(untrusted.description),
    loadState: clip(untrusted.loadState),
    activeState: clip(untrusted.activeState),
    subState: clip(untrusted.subState),
    path: clip(untrusted.path),
    freezerState: clip(untrusted.freezerState),
  };
}

/** A slice of a text holds on to the whole of it; a copy of the slice does not. */
function clip(untrusted: string): string {
  return untrusted.length <= STATUS_TEXT_MAX
    ? untrusted
    : Buffer.from(untrusted.slice(0, STATUS_TEXT_MAX)).toString();
}

/** True when nothing a reader could tell apart differs. */
export function sameEntry(one: Entry, other: Entry): boolean {
  return (
    sameStatus(one.status, other.status) &&
    one.type.vm === other.type.vm &&
    one.type.service === other.type.service &&
    samePlacement(one.placement, other.placement)
  );
}

export function sameAddress(one: AgentAddress, other: AgentAddress): boolean {
  return (
    one.serverName === other.serverName &&
    JSON.stringify(one.endpoint) === JSON.stringify(other.endpoint)
  );
}

/**
 * Whether what ran of a unit then runs no more. One that its manager starts again by itself
 * never becomes inactive: it waits as activating (systemd.service(5), Restart=), and who looks
 * too seldom to see it wait sees it start.
 */
export function isEndOfRun(before: UnitStatus, after: UnitStatus): boolean {
  if (hasEnded(before) || waitsForRestart(before)) return false;
  if (hasEnded(after) || waitsForRestart(after)) return true;
  return isActivating(after) && !isActivating(before);
}

/** `auto-restart`, and since systemd 254 `auto-restart-queued`. */
function waitsForRestart(status: UnitStatus): boolean {
  return isActivating(status) && status.subState.startsWith("auto-restart");
}

function isActivating({ activeState }: UnitStatus): boolean {
  return activeState === "activating";
}

/** The VM an agent lives in: what it registered, else the name of its agent unit. */
export function vmOfAgent(agent: AgentEntry): VmName | undefined {
  if (agent.placement.vm !== "") return agent.placement.vm;
  return vmOfAgentUnit(agent.unit);
}

/** `<name>` of `givc-<name>.service`, undefined for any other unit. */
export function vmOfAgentUnit(unit: UnitName): VmName | undefined {
  const name = /^givc-(.+)\.service$/.exec(unit)?.[1];
  try {
    return name === undefined ? undefined : parseVmName(name);
  } catch {
    return undefined;
  }
}

function samePlacement(one: Placement, other: Placement): boolean {
  if (one.kind === "managed" || other.kind === "managed") {
    return one.kind === other.kind && one.vm === other.vm;
  }
  return (
    one.vm === other.vm &&
    one.source === other.source &&
    sameAddress(one.address, other.address)
  );
}
