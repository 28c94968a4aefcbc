/**
 * How a row looks to clients: the strings of `admin.QueryListItem`. Which words
 * and which odd cases of VmName and AgentName: control-plane specification 2.4.
 */

import { isFrozen, isRunning, type UnitStatus, vmOfUnit } from "@ghaf/api";
import type { Entry } from "./entry.ts";

export type VmStatus = "Running" | "Paused" | "PoweredOff";

export interface Row {
  readonly name: string;
  readonly description: string;
  readonly vmStatus: VmStatus;
  readonly trustLevel: "Warning";
  readonly vmType: string;
  readonly serviceType: string;
  /** Absent only for a VM unit whose name holds no VM name. */
  readonly vmName: string | undefined;
  readonly agentName: string;
}

/** The row as clients see it. */
export function rowOf(entry: Entry): Row {
  return {
    name: entry.unit,
    description: entry.status.description,
    vmStatus: vmStatus(entry.status),
    trustLevel: "Warning",
    vmType: entry.type.vm,
    serviceType: entry.type.service,
    vmName: shownVm(entry),
    agentName: shownAgent(entry),
  };
}

/** True when clients cannot tell the two apart. */
export function looksSame(one: Entry, other: Entry): boolean {
  const [a, b] = [rowOf(one), rowOf(other)];
  return (
    a.description === b.description &&
    a.vmStatus === b.vmStatus &&
    a.vmType === b.vmType &&
    a.serviceType === b.serviceType &&
    a.vmName === b.vmName &&
    a.agentName === b.agentName
  );
}

export function vmStatus(status: UnitStatus): VmStatus {
  if (isRunning(status)) return "Running";
  return isFrozen(status) ? "Paused" : "PoweredOff";
}

function shownVm(entry: Entry): string | undefined {
  if (entry.type.service === "VM") return vmOfUnit(entry.unit);
  return entry.placement.vm;
}

/** The reference names the agent only of what it started itself; others name themselves. */
function shownAgent(entry: Entry): string {
  return entry.placement.kind === "managed" ? entry.agent : entry.unit;
}
