/** USB devices that a VM asks for by name: `cam0`, `fpr0`, `bt0`, `gps0`, `yubikey` (spec 2.30). */

import type { PlatformConfig } from "../options/platform-options.ts";

/** The QEMU arguments of those that the device has. */
export function namedUsbArguments(
  { ghaf }: PlatformConfig,
  names: readonly string[],
): readonly string[] {
  const { internal, external } = ghaf.hardware.usb;
  return names.flatMap((name) => [
    ...argumentsUnder(internal.qemuExtraArgs, name),
    ...argumentsUnder(external.qemuExtraArgs, name),
  ]);
}

function argumentsUnder(
  byName: { readonly [name: string]: readonly string[] },
  name: string,
): readonly string[] {
  return Object.hasOwn(byName, name) ? (byName[name] ?? []) : [];
}
