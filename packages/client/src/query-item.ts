/** One row of the admin's registry as callers see it (control-plane specification 2.4). */

import type { QueryListItem } from "@ghaf/api/proto/admin/admin";

/** One of the known words, or whatever a newer server says instead. */
type OpenWord<Known extends string> = Known | (string & Record<never, never>);

export interface QueryItem {
  /** Unit name; what `stop`, `pause` and `resume` take. */
  readonly name: string;
  readonly description: string;
  readonly status: OpenWord<"Running" | "PoweredOff" | "Paused">;
  readonly trustLevel: OpenWord<"Secure" | "Warning" | "NotSecure">;
  readonly vmType: OpenWord<"Host" | "AdmVM" | "SysVM" | "AppVM">;
  readonly serviceType: OpenWord<"Mgr" | "Svc" | "App" | "VM">;
  /** Empty for the host and for services; null for a VM unit whose name names no VM. */
  readonly vmName: string | null;
  readonly agentName: string | null;
}

/** Reads the wire message. Texts stay as the server sent them. */
export function readQueryItem(message: QueryListItem): QueryItem {
  return {
    name: message.Name,
    description: message.Description,
    status: message.VmStatus,
    trustLevel: message.TrustLevel,
    vmType: message.VmType,
    serviceType: message.ServiceType,
    vmName: message.VmName ?? null,
    agentName: message.AgentName ?? null,
  };
}

/** True when both say the same in every field. */
export function sameQueryItem(one: QueryItem, other: QueryItem): boolean {
  return (
    one.name === other.name &&
    one.description === other.description &&
    one.status === other.status &&
    one.trustLevel === other.trustLevel &&
    one.vmType === other.vmType &&
    one.serviceType === other.serviceType &&
    one.vmName === other.vmName &&
    one.agentName === other.agentName
  );
}
