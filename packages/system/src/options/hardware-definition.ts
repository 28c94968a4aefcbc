/** Options below `ghaf.hardware.definition`: one model of machine, as data (spec 2.30, 4.3.5). */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { devicePath } from "../values/device-path.ts";
import { line } from "../values/line.ts";
import { memoryMiB } from "../values/number.ts";
import { inputOptions } from "./hardware-input.ts";
import { kernelConfig } from "./hardware-kernel-config.ts";
import { pciDevices } from "./hardware-pci-devices.ts";
import {
  externalUsbDevices,
  internalUsbDevices,
} from "./hardware-usb-devices.ts";

const disk = {
  device: option(devicePath, {
    description:
      "The block device. A path below /dev/disk/by-id stays the same when disks are added.",
  }),
} as const satisfies OptionTree;

export const hardwareDefinitionOptions = {
  name: option(line, {
    default: "",
    description:
      "Manufacturer and model for people: it stands in messages, logs and on images.",
  }),
  skus: option(t.listOf(line), {
    default: [],
    description:
      "The SKUs in the firmware's tables (DMI) by which a machine of this model is recognised.",
  }),
  memoryMiB: option(t.nullOr(memoryMiB), {
    default: null,
    example: 32_768,
    origin: "ours",
    description:
      "Memory of the machine in MiB. The memory of all VMs is compared with it; null leaves that comparison out.",
  }),
  host: { kernelConfig: kernelConfig("the host") },
  input: inputOptions,
  disks: option(t.attributesOf(t.submodule(disk)), {
    default: {},
    example: { disk1: { device: "/dev/nvme0n1" } },
    description:
      "Built-in disks by name. The installer offers “disk1” as its target.",
  }),
  network: {
    kernelConfig: kernelConfig("net-vm"),
    pciDevices: pciDevices("Network devices, which net-vm gets.", [
      { path: "0000:00:14.3", vendorId: "8086", productId: "51f1" },
    ]),
  },
  gpu: {
    kernelConfig: kernelConfig("gui-vm"),
    pciDevices: pciDevices("Graphics devices, which gui-vm gets.", [
      { path: "0000:00:02.0", vendorId: "8086", productId: "a7a1" },
    ]),
  },
  audio: {
    kernelConfig: kernelConfig("audio-vm"),
    pciDevices: pciDevices(
      "Sound devices and everything that shares their IOMMU group, which audio-vm gets.",
      [
        { path: "0000:00:1f.0", vendorId: "8086", productId: "519d" },
        { path: "0000:00:1f.3", vendorId: "8086", productId: "51ca" },
        { path: "0000:00:1f.4", vendorId: "8086", productId: "51a3" },
        { path: "0000:00:1f.5", vendorId: "8086", productId: "51a4" },
      ],
    ),
  },
  usb: { internal: internalUsbDevices, external: externalUsbDevices },
} as const satisfies OptionTree;
