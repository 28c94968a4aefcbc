/** Devices of the host that a VM gets as its own. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { deviceSettings, hostDevice } from "../values/qemu-word.ts";

const deviceOptions = {
  bus: option(t.oneOf("pci", "usb"), {
    origin: "tag",
    description: "Which kind of device it is.",
  }),
  path: option(hostDevice, {
    origin: "tag",
    description:
      "Which device of the host it is: a PCI address, or the numbers of a USB device.",
  }),
  qemu: {
    deviceExtraArgs: option(t.nullOr(deviceSettings), {
      default: null,
      origin: "tag",
      description: "Settings for QEMU's part of it, separated by commas.",
    }),
  },
} as const satisfies OptionTree;

export const devices = option(t.listOf(t.submodule(deviceOptions)), {
  default: [],
  example: [{ bus: "pci", path: "0000:00:14.3" }],
  origin: "tag",
  description: "Devices of the host that the VM gets.",
});
