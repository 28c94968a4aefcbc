/** QEMU arguments of the USB devices of the hardware definition (spec 4.2, row 28). */

import { defineModule } from "../define-system.ts";
import type { PlatformConfig } from "../options/platform-options.ts";

/** The one USB controller that a VM has for all of its devices, and its bus. */
export const USB_CONTROLLER = "xhci";
const USB_BUS = `${USB_CONTROLLER}.0`;

export const usbRules = defineModule({
  ghaf: {
    hardware: {
      usb: {
        internal: { qemuExtraArgs: (c) => argumentsOf(c, "internal") },
        external: { qemuExtraArgs: (c) => argumentsOf(c, "external") },
      },
    },
  },
});

type Placement = "internal" | "external";
type UsbDevice =
  PlatformConfig["ghaf"]["hardware"]["definition"]["usb"]["internal"][number];

function argumentsOf({ ghaf }: PlatformConfig, placement: Placement) {
  if (!ghaf.hardware.usb[placement].enable) return {};
  const devices = ghaf.hardware.definition.usb[placement];
  return Object.fromEntries(
    devices.flatMap((device) => {
      const found = identityOf(device);
      // Without a name or an identity the device is a problem of its own.
      if (device.name === null || found === null) return [];
      const given = `usb-host,${found},id=${device.name},bus=${USB_BUS}`;
      return [[device.name, ["-device", given]]];
    }),
  );
}

/** How QEMU finds the device; the pair of numbers wins over the port. */
function identityOf(device: UsbDevice): string | null {
  const { vendorId, productId, hostbus, hostport } = device;
  if (vendorId !== null && productId !== null) {
    return `vendorid=0x${vendorId},productid=0x${productId}`;
  }
  if (hostbus !== null && hostport !== null) {
    return `hostbus=${hostbus},hostport=${hostport}`;
  }
  return null;
}
