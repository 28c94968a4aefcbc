/** The card through which the VM that routes reaches what is outside of the device, where no real one is handed to it. */

import type { Vm } from "@ghaf/system";
import { freeMac } from "../allocation/mac.ts";
import type { Placement } from "../allocation/placement.ts";
import type { HostKind } from "../host-kind.ts";

export interface Uplink {
  /** Where QEMU connects to the program that passes packets on. */
  readonly socket: string;
  /** By which the guest knows the card, which its init calls ethext0. */
  readonly mac: string;
  /** With prefix length. passt takes whatever address the guest has: nothing has to be asked for at boot. */
  readonly address: string;
  /** passt answers for it, as for every address but the guest's. */
  readonly gateway: string;
}

/** A third network, next to those of the VMs (packages/system, reservations). */
const ADDRESS = "192.168.102.2/24";
const GATEWAY = "192.168.102.1";
/** Questions for names that go there are asked of the machine's own resolver (passt(1), --dns-forward). */
export const UPLINK_RESOLVER = "192.168.102.3";

/** Null: the VM has none. */
export function uplinkOf(
  { vm, macs }: Placement,
  host: HostKind,
): Uplink | null {
  if (!hasUplink(vm, host)) return null;
  const mac = freeMac(`${vm.name}/uplink`, new Set(macs.values()));
  const way = { address: ADDRESS, gateway: GATEWAY };
  return { socket: host.uplinkSocket, mac, ...way };
}

type WithUplink = HostKind & { readonly uplinkSocket: string };

export function hasUplink(vm: Vm, host: HostKind): host is WithUplink {
  return (
    vm.role === "net" && host.kind === "instance" && host.uplinkSocket !== null
  );
}
