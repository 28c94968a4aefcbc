/** The card through which the VM that routes reaches what is outside of the device, where no real one is handed to it. */

import type { Vm } from "@ghaf/system";
import { freeMac } from "../allocation/mac.ts";
import type { Placement } from "../allocation/placement.ts";
import type { HostKind } from "../host-kind.ts";

export interface Uplink {
  /** Where QEMU connects to the program that passes packets on. */
  readonly socket: string;
  /** By which the guest knows the card. */
  readonly mac: string;
}

/** What the guest's init calls the card. */
export const UPLINK_NAME = "ethext0";

/** Null: the VM has none. */
export function uplinkOf(
  { vm, macs }: Placement,
  host: HostKind,
): Uplink | null {
  if (!hasUplink(vm, host)) return null;
  const mac = freeMac(`${vm.name}/uplink`, new Set(macs.values()));
  return { socket: host.uplinkSocket, mac };
}

type WithUplink = HostKind & { readonly uplinkSocket: string };

export function hasUplink(vm: Vm, host: HostKind): host is WithUplink {
  return (
    vm.role === "net" && host.kind === "instance" && host.uplinkSocket !== null
  );
}
