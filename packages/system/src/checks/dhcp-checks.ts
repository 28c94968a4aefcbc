/** What the DHCP server of net-vm needs, and what its packet filters leave to nobody else (spec S39). */

import type { Check, Reporter } from "@ghaf/module-system";
import { hasSystemVm } from "../machine/enabled-vms.ts";
import type { MachineDraft } from "../machine/machine-draft.ts";
import {
  INTERNAL_PREFIX,
  RESERVED_ADDRESSES,
} from "../machine/reservations.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import {
  type AddressParts,
  addressParts,
  rangeEnds,
} from "../values/address.ts";
import { guestFinding, type MachineCheck } from "./machine-check.ts";

export const dhcpChecks: readonly Check<PlatformConfig>[] = [
  whoAnswers,
  poolWithoutServer,
  poolInTheNetwork,
  portsOfFlows,
];

export const dhcpMachineChecks: readonly MachineCheck[] = [portsOfVms];

const ENABLE = "ghaf.networking.dhcp.enable";
const POOL = "ghaf.networking.dhcp.pool";
/** Without a reserved address. */
const FREE = `${INTERNAL_PREFIX}.200-${INTERNAL_PREFIX}.215`;
/** Of servers and clients (RFC 2131 section 4.1). */
const PORTS: readonly number[] = [67, 68];

function whoAnswers(config: PlatformConfig, report: Reporter): void {
  const { networking, host } = config.ghaf;
  if (!networking.dhcp.enable) return;
  if (!hasSystemVm(config, "net")) {
    report.error({
      path: ENABLE,
      reason: "is on, but there is no net-vm, which would answer",
      fix: "enable net-vm, or turn DHCP off",
      others: ["ghaf.virtualization.microvm.netvm.enable"],
    });
  } else if (!host.networking.enable) {
    report.error({
      path: ENABLE,
      reason: "is on, but the host has no bridge over which VMs could ask",
      fix: "turn on ghaf.host.networking.enable, or turn DHCP off",
      others: ["ghaf.host.networking.enable"],
    });
  }
}

function poolWithoutServer({ ghaf }: PlatformConfig, report: Reporter): void {
  const { enable, pool } = ghaf.networking.dhcp;
  if (enable || pool === null) return;
  report.warning({
    path: POOL,
    reason: `is ${pool}, but nobody gives these addresses away`,
    fix: `turn on ${ENABLE}, or leave the pool out`,
    others: [ENABLE],
  });
}

/** Addresses that the lock file gives to VMs are compared with it where VMs get theirs. */
function poolInTheNetwork({ ghaf }: PlatformConfig, report: Reporter): void {
  const { dhcp, hosts } = ghaf.networking;
  const { pool } = dhcp;
  if (pool === null) return;
  const [first, last] = rangeEnds(pool);
  if (!isInside(first) || !isInside(last) || last.number < first.number) {
    report.error({
      path: POOL,
      reason: `is ${pool}, which is no row of addresses in ${INTERNAL_PREFIX}.0/24`,
      fix: `choose two from ${INTERNAL_PREFIX}.1 to ${INTERNAL_PREFIX}.254, the lower one first`,
    });
    return;
  }
  const inPool = (number: number) =>
    number >= first.number && number <= last.number;
  const reserved = [...RESERVED_ADDRESSES].find(inPool);
  if (reserved !== undefined) {
    report.error({
      path: POOL,
      reason: `is ${pool}, which has ${INTERNAL_PREFIX}.${reserved} in it, an address that is reserved`,
      fix: `choose addresses that nobody has, such as ${FREE}`,
    });
  }
  for (const [index, { name, ip }] of hosts.entries.entries()) {
    if (!inPool(addressParts(ip).number)) continue;
    report.error({
      path: POOL,
      reason: `is ${pool}, which has the address ${ip} of ${name} in it`,
      fix: `choose addresses that nobody has, such as ${FREE}`,
      others: [`ghaf.networking.hosts.entries[${index}].ip`],
    });
  }
}

function isInside({ prefix, number }: AddressParts): boolean {
  return prefix === INTERNAL_PREFIX && number > 0 && number < 255;
}

/** The packet filters let these ports pass between net-vm and those that ask it, so that nobody else plays the server. */
function portsOfFlows({ ghaf }: PlatformConfig, report: Reporter): void {
  const { dhcp, flows } = ghaf.networking;
  if (!dhcp.enable) return;
  for (const [index, { port, protocol }] of flows.entries()) {
    if (protocol !== "udp" || !PORTS.includes(port)) continue;
    report.error({
      path: `ghaf.networking.flows[${index}].port`,
      reason: `is ${port} over UDP, which belongs to the DHCP server of net-vm`,
      fix: `choose another port, or turn ${ENABLE} off`,
      others: [ENABLE],
    });
  }
}

function portsOfVms(
  drafts: readonly MachineDraft[],
  { ghaf }: PlatformConfig,
  report: Reporter,
): void {
  if (!ghaf.networking.dhcp.enable) return;
  for (const draft of drafts) {
    for (const { port, protocol } of draft.vm.openings) {
      if (protocol !== "udp" || !PORTS.includes(port)) continue;
      report.error(
        guestFinding(draft, {
          reason: `opens UDP port ${port} of ${draft.vm.name}, which belongs to the DHCP server of net-vm`,
          fix: `open another port, or turn ${ENABLE} off`,
          others: [ENABLE],
        }),
      );
    }
  }
}
