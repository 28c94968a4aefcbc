/** All machines that the platform knows, by name and by SKU. */

import type { Module } from "@ghaf/module-system";
import { dellLatitude7230 } from "./dell-latitude-7230.ts";
import { dellLatitude7330 } from "./dell-latitude-7330.ts";
import { genericX86 } from "./generic-x86.ts";
import type { HardwareDefinition } from "./hardware-definition.ts";
import { lenovoX1CarbonGen10 } from "./lenovo-x1-carbon-gen10.ts";
import { lenovoX1CarbonGen11 } from "./lenovo-x1-carbon-gen11.ts";
import { qemuVm } from "./qemu-vm.ts";

/** Modules to import: each defines `ghaf.hardware.definition` for a model. */
export const hardwareDefinitions = {
  "dell-latitude-7230": dellLatitude7230.module,
  "dell-latitude-7330": dellLatitude7330.module,
  "generic-x86": genericX86.module,
  "lenovo-x1-carbon-gen10": lenovoX1CarbonGen10.module,
  "lenovo-x1-carbon-gen11": lenovoX1CarbonGen11.module,
  "qemu-vm": qemuVm.module,
} as const satisfies Readonly<Record<string, Module>>;

export type HardwareName = keyof typeof hardwareDefinitions;

const skus: readonly (readonly [HardwareName, HardwareDefinition])[] = [
  ["dell-latitude-7230", dellLatitude7230],
  ["dell-latitude-7330", dellLatitude7330],
  ["lenovo-x1-carbon-gen10", lenovoX1CarbonGen10],
  ["lenovo-x1-carbon-gen11", lenovoX1CarbonGen11],
];

/**
 * Which of `hardwareDefinitions` a machine needs.
 * @param untrustedSku the SKU number and the product name of the firmware (DMI), with a space between; runs of blanks count as one
 * @returns its name, or undefined for an unknown machine
 */
export function hardwareFor(untrustedSku: string): HardwareName | undefined {
  const sku = untrustedSku.trim().replaceAll(/\s+/g, " ");
  return skus.find(([, definition]) => definition.skus.includes(sku))?.[0];
}
