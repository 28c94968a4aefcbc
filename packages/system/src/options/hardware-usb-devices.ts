/** The options of USB devices that a hardware definition gives to VMs. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { hexId } from "../values/hex-id.ts";
import { deviceName, usbBus, usbPort } from "../values/usb-port.ts";

const usbDeviceOptions = {
  name: option(t.nullOr(deviceName), {
    default: null,
    description:
      "By this name VMs ask for the device: cam0, fpr0, bt0, gps0 and yubikey have their places.",
  }),
  vendorId: option(t.nullOr(hexId), {
    default: null,
    description:
      "The vendor's number; goes with productId, and wins over bus and port.",
  }),
  productId: option(t.nullOr(hexId), {
    default: null,
    description: "The product's number; goes with vendorId.",
  }),
  hostbus: option(t.nullOr(usbBus), {
    default: null,
    description:
      "The bus that the device is on; goes with hostport. Only for built-in devices.",
  }),
  hostport: option(t.nullOr(usbPort), {
    default: null,
    description:
      "The port that the device is on; goes with hostbus. Only for built-in devices.",
  }),
} as const satisfies OptionTree;

const usbDevices = t.listOf(t.submodule(usbDeviceOptions));

export const internalUsbDevices = option(usbDevices, {
  default: [],
  example: [
    { name: "cam0", vendorId: "0123", productId: "0123" },
    { name: "fpr0", hostbus: "3", hostport: "3" },
  ],
  description:
    "Built-in USB devices, found by vendor and product or by bus and port.",
});

export const externalUsbDevices = option(usbDevices, {
  default: [],
  example: [
    { name: "external-device-1", vendorId: "0123", productId: "0123" },
    { name: "external-device-2", vendorId: "0123", productId: "0123" },
  ],
  description:
    "USB devices that people plug in, found by vendor and product wherever they are.",
});
