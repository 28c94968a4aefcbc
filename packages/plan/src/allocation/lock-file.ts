/** `ghaf.lock.json`: what lies beside a configuration so that the device is built and placed as it was before. */

import { PlanError } from "../plan-error.ts";
import {
  type Allocation,
  byName,
  NOTHING_ALLOCATED,
  type VmAllocation,
} from "./allocation.ts";
import {
  deviceText,
  keysOf,
  macText,
  nameText,
  objectAt,
  wholeNumber,
} from "./lock-values.ts";

export interface Lock {
  readonly version: typeof LOCK_VERSION;
  readonly allocation: Allocation;
  /** What images are made of, by name; read by who builds them. */
  readonly packages: Readonly<Record<string, unknown>>;
}

const LOCK_VERSION = 1;

export const EMPTY_LOCK: Lock = {
  version: LOCK_VERSION,
  allocation: NOTHING_ALLOCATED,
  packages: {},
};

/** @throws PlanError that says what is wrong and where in the file */
export function parseLock(untrustedText: string): Lock {
  const file = objectAt(jsonOf(untrustedText), "");
  if (file["version"] !== LOCK_VERSION) {
    throw new PlanError(
      "lock-version",
      `the lock file has version ${JSON.stringify(file["version"]) ?? "none"}, this program reads version ${LOCK_VERSION}`,
      { path: "version" },
    );
  }
  keysOf(file, { path: "", known: ["version", "allocation", "packages"] });
  return {
    version: LOCK_VERSION,
    allocation: allocationAt(file["allocation"]),
    packages: objectAt(file["packages"], "packages"),
  };
}

/** Equal locks print as equal texts: keys are sorted. */
export function printLock({ version, allocation, packages }: Lock): string {
  const { device } = allocation;
  const vms = [...byName(allocation.vms)].map(([name, entry]) => [
    name,
    { ...entry, macs: Object.fromEntries(byName(entry.macs)) },
  ]);
  const file = {
    version,
    allocation: {
      ...(device === null ? {} : { device }),
      vms: Object.fromEntries(vms),
    },
    packages: sorted(packages),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function jsonOf(untrustedText: string): unknown {
  try {
    return JSON.parse(untrustedText);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new PlanError("lock-syntax", `the lock file is not JSON: ${said}`, {
      cause,
    });
  }
}

function allocationAt(untrusted: unknown): Allocation {
  const allocation = objectAt(untrusted, "allocation");
  keysOf(allocation, { path: "allocation", known: ["device", "vms"] });
  const path = "allocation.vms";
  const vms = Object.entries(objectAt(allocation["vms"], path));
  const { device } = allocation;
  return {
    device:
      device === undefined ? null : deviceText(device, "allocation.device"),
    vms: byName(
      new Map(
        vms.map(([name, entry]) => [
          nameText(name, path),
          entryAt(entry, `${path}.${name}`),
        ]),
      ),
    ),
  };
}

function entryAt(untrusted: unknown, path: string): VmAllocation {
  const entry = objectAt(untrusted, path);
  keysOf(entry, { path, known: ["address", "slot", "macs"] });
  const { address, slot, macs } = entry;
  const macEntries = Object.entries(objectAt(macs, `${path}.macs`));
  return {
    address: wholeNumber(address, {
      path: `${path}.address`,
      from: 1,
      to: 254,
    }),
    slot:
      slot === null
        ? null
        : wholeNumber(slot, { path: `${path}.slot`, from: 0, to: 254 }),
    macs: byName(
      new Map(
        macEntries.map(([id, mac]) => [
          nameText(id, `${path}.macs`),
          macText(mac, `${path}.macs.${id}`),
        ]),
      ),
    ),
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    ([name, inner]) => [name, sorted(inner)] as const,
  );
  return Object.fromEntries(byName(new Map(entries)));
}
