/** What a hardware definition says of devices must be whole and said once (spec 4.5, rows 2 and 23). */

import type { Check, Reporter } from "@ghaf/module-system";
import type { PlatformConfig } from "../options/platform-options.ts";
import { repeated } from "./repeated.ts";

export const hardwareChecks: readonly Check<PlatformConfig>[] = [
  pciNumbers,
  usbNames,
  usbIdentities,
  usbOnce,
];

const DEFINITION = "ghaf.hardware.definition";

/** Two options that mean something only together. */
interface Pair {
  readonly path: string;
  /** How people call what they belong to. */
  readonly of: string;
  readonly keys: readonly [string, string];
  readonly values: readonly [string | null, string | null];
}

/** Reports a pair of which only one half is there. @returns whether it is whole */
export function reportHalf(report: Reporter, pair: Pair): boolean {
  const [first, second] = pair.values;
  if (first !== null && second !== null) return true;
  if (first === null && second === null) return false;
  const [given, missing] =
    first === null ? [pair.keys[1], pair.keys[0]] : pair.keys;
  report.error({
    path: `${pair.path}.${missing}`,
    reason: `is missing for ${pair.of}, which has ${given} ${first ?? second}`,
    fix: `give both ${given} and ${missing}, or neither`,
    others: [`${pair.path}.${given}`],
  });
  return false;
}

export function numbersOf(device: {
  readonly vendorId: string | null;
  readonly productId: string | null;
}): Pick<Pair, "keys" | "values"> {
  return {
    keys: ["vendorId", "productId"],
    values: [device.vendorId, device.productId],
  };
}

function pciNumbers({ ghaf }: PlatformConfig, report: Reporter): void {
  for (const kind of ["network", "gpu", "audio"] as const) {
    const { pciDevices } = ghaf.hardware.definition[kind];
    for (const [index, device] of pciDevices.entries()) {
      const path = `${DEFINITION}.${kind}.pciDevices[${index}]`;
      const of = `the device ${device.path}`;
      reportHalf(report, { path, of, ...numbersOf(device) });
    }
  }
}

type Placement = "internal" | "external";
type UsbDevice =
  PlatformConfig["ghaf"]["hardware"]["definition"]["usb"]["internal"][number];

interface PlacedUsb {
  readonly placement: Placement;
  readonly path: string;
  readonly device: UsbDevice;
}

function usbDevices({ ghaf }: PlatformConfig): readonly PlacedUsb[] {
  const { usb } = ghaf.hardware.definition;
  return (["internal", "external"] as const).flatMap((placement) =>
    usb[placement].map((device, index) => ({
      path: `${DEFINITION}.usb.${placement}[${index}]`,
      ...{ placement, device },
    })),
  );
}

function usbNames(config: PlatformConfig, report: Reporter): void {
  for (const { path, device, placement } of usbDevices(config)) {
    if (device.name !== null) continue;
    report.error({
      path: `${path}.name`,
      reason: `is missing for ${shownUsb(placement, device)}; VMs ask for devices by name`,
      fix: "give it a name, such as cam0",
    });
  }
}

function usbIdentities(config: PlatformConfig, report: Reporter): void {
  for (const { path, device, placement } of usbDevices(config)) {
    const of = shownUsb(placement, device);
    const before = halves(report, { path, of, device });
    if (placement === "external") reportPlace(report, path, device);
    if (before !== "none") continue;
    report.error({
      path: `${path}.vendorId`,
      reason: `is missing for ${of}, as is everything else by which it could be found`,
      fix:
        placement === "internal"
          ? "give vendorId and productId, or hostbus and hostport"
          : "give vendorId and productId",
    });
  }
}

/** Whether the device can be found, cannot because a half is missing (which is reported), or says nothing at all. */
function halves(
  report: Reporter,
  {
    path,
    of,
    device,
  }: { readonly path: string; readonly of: string; readonly device: UsbDevice },
): "whole" | "half" | "none" {
  const { hostbus, hostport } = device;
  const place: Pair = {
    ...{ path, of },
    keys: ["hostbus", "hostport"],
    values: [hostbus, hostport],
  };
  const numbers: Pair = { path, of, ...numbersOf(device) };
  const whole = [numbers, place].map((pair) => reportHalf(report, pair));
  if (whole.includes(true)) return "whole";
  const said = [...numbers.values, ...place.values];
  return said.some((value) => value !== null) ? "half" : "none";
}

/** Where a device is plugged in says nothing about one that people carry around. */
function reportPlace(report: Reporter, path: string, device: UsbDevice): void {
  if (device.hostbus === null || device.hostport === null) return;
  report.error({
    path: `${path}.hostbus`,
    reason: `and hostport say where ${shownUsb("external", device)} is, but an external device may be plugged in anywhere`,
    fix: "give vendorId and productId instead, or list the device as internal",
    others: [`${path}.hostport`],
  });
}

function shownUsb(placement: Placement, { name }: UsbDevice): string {
  return name === null
    ? `a nameless ${placement} USB device`
    : `the ${placement} USB device ${name}`;
}

function usbOnce(config: PlatformConfig, report: Reporter): void {
  const devices = usbDevices(config);
  const names = devices.flatMap(({ path, placement, device }) =>
    device.name === null
      ? []
      : [
          {
            path: `${path}.name`,
            value: `${placement} ${device.name}`,
            shown: device.name,
          },
        ],
  );
  const numbers = devices.flatMap(({ path, device }) =>
    device.vendorId === null || device.productId === null
      ? []
      : [
          {
            path: `${path}.productId`,
            value: `${device.vendorId}:${device.productId}`,
            shown: `${device.productId}, in full ${device.vendorId}:${device.productId}`,
          },
        ],
  );
  const places = devices.flatMap(({ path, device }) =>
    device.hostbus === null || device.hostport === null
      ? []
      : [
          {
            path: `${path}.hostport`,
            value: `${device.hostbus} ${device.hostport}`,
            shown: `${device.hostport} of bus ${device.hostbus}`,
          },
        ],
  );
  for (const { first, again } of [names, numbers, places].flatMap(repeated)) {
    report.error({
      path: again.path,
      reason: `is ${again.shown}, which ${first.path} is already`,
      fix: "list each device once",
      others: [first.path],
    });
  }
}
