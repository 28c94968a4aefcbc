/** The options of PCI devices that a hardware definition gives to a VM. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { hexId } from "../values/hex-id.ts";
import { pciAddress } from "../values/pci-address.ts";
import { deviceName } from "../values/usb-port.ts";

const pciDeviceOptions = {
  path: option(pciAddress, {
    description: "Address of the device on the host. No two VMs share one.",
  }),
  vendorId: option(t.nullOr(hexId), {
    default: null,
    description:
      "The vendor's number. With productId, the host keeps its own drivers away from the device.",
  }),
  productId: option(t.nullOr(hexId), {
    default: null,
    description: "The product's number; goes with vendorId.",
  }),
  name: option(t.nullOr(deviceName), {
    default: null,
    description:
      "A short name for messages. That of a network device is also the interface's name in net-vm.",
  }),
} as const satisfies OptionTree;

/** @param example documented */
export function pciDevices(
  description: string,
  example: readonly {
    readonly path: string;
    readonly vendorId: string;
    readonly productId: string;
  }[],
) {
  return option(t.listOf(t.submodule(pciDeviceOptions)), {
    default: [],
    example,
    description,
  });
}
