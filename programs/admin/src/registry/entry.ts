/**
 * One row of the registry and the words it is made of. Unit type numbers and
 * placements: control-plane specification 2.4. A row belongs to the agent that
 * reported it; its key is the pair (agent, unit).
 */

import type { Endpoint, UnitName, UnitStatus, VmName } from "@ghaf/api";

export type VmKind = "Host" | "AdmVM" | "SysVM" | "AppVM";
export type ServiceKind = "Mgr" | "Svc" | "App" | "VM";

export interface UnitType {
  readonly vm: VmKind;
  readonly service: ServiceKind;
}

/** How an agent is dialled. */
export interface AgentAddress {
  readonly endpoint: Endpoint;
  /** The name its certificate must carry. */
  readonly serverName: string;
}

/** How the admin learns of a row's changes. */
export type Source = "session" | "register";

/**
 * `endpoint`: what an agent registered, with its address; `vm` is empty unless
 * its parent was `microvm@<vm>.service`. `managed`: an application instance.
 */
export type Placement =
  | {
      readonly kind: "endpoint";
      readonly address: AgentAddress;
      readonly vm: VmName | "";
      readonly source: Source;
    }
  | { readonly kind: "managed"; readonly vm: VmName };

export interface Entry {
  /** The unit of the agent that owns the row; for an agent, its own unit. */
  readonly agent: UnitName;
  readonly unit: UnitName;
  readonly type: UnitType;
  readonly status: UnitStatus;
  readonly placement: Placement;
}

/** A row that is an agent; it always has an address. */
export interface AgentEntry extends Entry {
  readonly placement: Extract<Placement, { kind: "endpoint" }>;
}

const TYPES: readonly UnitType[] = [
  { vm: "Host", service: "Mgr" },
  { vm: "Host", service: "Svc" },
  { vm: "Host", service: "App" },
  { vm: "AdmVM", service: "VM" },
  { vm: "AdmVM", service: "Mgr" },
  { vm: "AdmVM", service: "Svc" },
  { vm: "AdmVM", service: "App" },
  { vm: "SysVM", service: "VM" },
  { vm: "SysVM", service: "Mgr" },
  { vm: "SysVM", service: "Svc" },
  { vm: "SysVM", service: "App" },
  { vm: "AppVM", service: "VM" },
  { vm: "AppVM", service: "Mgr" },
  { vm: "AppVM", service: "Svc" },
  { vm: "AppVM", service: "App" },
];

/** What every application instance is, wherever it runs: number 14. */
const APPLICATION: UnitType = { vm: "AppVM", service: "App" };

/** The type of a wire number, undefined above 14. */
export function unitType(wireNumber: number): UnitType | undefined {
  return TYPES[wireNumber];
}

/** True for what only the host's agent may report: things of the host, and VMs. */
export function isHostOnly(type: UnitType): boolean {
  return type.vm === "Host" || type.service === "VM";
}

/** True for the row of an agent itself. */
export function isAgent(entry: Entry): entry is AgentEntry {
  return entry.agent === entry.unit && entry.placement.kind === "endpoint";
}

/** The row of a running application instance. */
export function applicationEntry(options: {
  readonly agent: UnitName;
  readonly unit: UnitName;
  readonly vm: VmName;
  readonly status: UnitStatus;
}): Entry {
  return {
    agent: options.agent,
    unit: options.unit,
    type: APPLICATION,
    status: { ...options.status, name: options.unit },
    placement: { kind: "managed", vm: options.vm },
  };
}
