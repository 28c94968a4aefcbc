/** Addresses that a person chose: in a network of the device, each once, and nobody else's (spec 4.5, row 2). */

import type { Check, Reporter } from "@ghaf/module-system";
import { enabledVmNames } from "../machine/enabled-vms.ts";
import {
  DEBUG_PREFIX,
  HOST_NAME,
  INTERNAL_PREFIX,
  reservedAddress,
} from "../machine/reservations.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { repeated } from "./repeated.ts";

export const hostTableChecks: readonly Check<PlatformConfig>[] = [
  oneOfEach,
  inTheNetworks,
  notReserved,
];

const ENTRIES = "ghaf.networking.hosts.entries";

function oneOfEach(config: PlatformConfig, report: Reporter): void {
  for (const key of ["name", "ip"] as const) {
    const uses = config.ghaf.networking.hosts.entries.map((entry, index) => ({
      ...{ path: `${ENTRIES}[${index}].${key}`, value: entry[key] },
    }));
    for (const { first, again } of repeated(uses)) {
      report.error({
        path: again.path,
        reason: `is ${again.value}, which ${first.path} has already`,
        fix: "give each machine a name and an address of its own",
        others: [first.path],
      });
    }
  }
}

function inTheNetworks(config: PlatformConfig, report: Reporter): void {
  for (const [
    index,
    { ip },
  ] of config.ghaf.networking.hosts.entries.entries()) {
    const [prefix, last] = split(ip);
    if (isOurs(prefix) && last > 0 && last < 255) continue;
    report.error({
      path: `${ENTRIES}[${index}].ip`,
      reason: `is ${ip}, which is no address of a machine in ${INTERNAL_PREFIX}.0/24 or ${DEBUG_PREFIX}.0/24`,
      fix: `choose one from ${INTERNAL_PREFIX}.1 to ${INTERNAL_PREFIX}.254`,
    });
  }
}

function isOurs(prefix: string): boolean {
  return prefix === INTERNAL_PREFIX || prefix === DEBUG_PREFIX;
}

function split(ip: string): readonly [string, number] {
  const dot = ip.lastIndexOf(".");
  return [ip.slice(0, dot), Number(ip.slice(dot + 1))];
}

/** A VM without an address of its own choice has the one that is reserved for its name. */
function notReserved(config: PlatformConfig, report: Reporter): void {
  const { entries } = config.ghaf.networking.hosts;
  const pinned = new Set(entries.map(({ name }) => name));
  const owners = new Map<number, string>();
  for (const name of [HOST_NAME, ...enabledVmNames(config)]) {
    const address = pinned.has(name) ? null : reservedAddress(name);
    if (address !== null) owners.set(address, name);
  }
  for (const [index, { name, ip }] of entries.entries()) {
    const [prefix, last] = split(ip);
    const owner = isOurs(prefix) ? owners.get(last) : undefined;
    if (owner === undefined) continue;
    report.error({
      path: `${ENTRIES}[${index}].ip`,
      reason: `gives ${name} the address ${ip}, which is reserved for ${owner}`,
      fix: `choose another address, or add an entry that moves ${owner}`,
    });
  }
}
