/** The machine that is described: what its hardware definition says (spec 2.30). */

import type { PlatformConfig } from "../options/platform-options.ts";
import { type KernelSettings, kernelSettings } from "./kernel-settings.ts";

export interface Device {
  /** Manufacturer and model; empty: not said. */
  readonly name: string;
  /** SKUs by which a machine is recognised as this one. */
  readonly skus: readonly string[];
  /** Null: not known, so nothing is compared with it. */
  readonly memoryMiB: number | null;
  /** Of the host, with the parameters that keep passed devices from its drivers. */
  readonly kernel: KernelSettings;
  /** `8086:51f1`, each device that a VM drives instead of the host. */
  readonly vfioIds: readonly string[];
  /** Built-in input devices, by which links to them are made. */
  readonly inputs: readonly InputDevice[];
  readonly disks: readonly Disk[];
  /** The devices of net-vm; the first is the way out. */
  readonly networkDevices: readonly PciDevice[];
  readonly usbDevices: readonly UsbDevice[];
}

export interface InputDevice {
  readonly kind: "keyboard" | "mouse" | "touchpad" | "misc";
  /** Position in the list of its kind: the number in `/dev/keyboard0`. */
  readonly index: number;
  /** What the kernel may call it: one device has one of these names. */
  readonly names: readonly string[];
}

export interface Disk {
  readonly name: string;
  /** Block device: `/dev/nvme0n1`. */
  readonly device: string;
}

export type PciDevice = Definition["network"]["pciDevices"][number];
export type UsbDevice = Definition["usb"]["internal"][number];

type Definition = PlatformConfig["ghaf"]["hardware"]["definition"];

export function deviceOf({ ghaf }: PlatformConfig): Device {
  const { definition } = ghaf.hardware;
  const vfioIds = vfioIdsOf(definition);
  const kernel = kernelSettings(
    definition.host.kernelConfig,
    ...(ghaf.hardware.x86_64.common.enable ? [X86_KERNEL] : []),
    ghaf.kernel.host,
  );
  return {
    name: definition.name,
    skus: definition.skus,
    memoryMiB: definition.memoryMiB,
    kernel: { ...kernel, params: [...kernel.params, ...vfioParams(vfioIds)] },
    vfioIds,
    inputs: INPUT_KINDS.flatMap((kind) => inputsOf(definition, kind)),
    disks: Object.entries(definition.disks)
      .map(([name, { device }]) => ({ name, device }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    networkDevices: definition.network.pciDevices,
    usbDevices: usbDevicesOf(ghaf),
  };
}

/** A screen for the console, and the disks that laptops start from (spec 4.3.6). */
const X86_KERNEL = {
  kernelParams: ["console=tty0"],
  stage1: { kernelModules: ["nvme", "uas"] },
  stage2: { kernelModules: [] },
};

const INPUT_KINDS = ["keyboard", "mouse", "touchpad", "misc"] as const;

function inputsOf(
  { input }: Definition,
  kind: InputDevice["kind"],
): readonly InputDevice[] {
  return input[kind].name.map((name, index) => {
    const names = typeof name === "string" ? [name] : name;
    return { kind, index, names };
  });
}

/** Only a device with both numbers can be named to the kernel (spec 4.2, row 22). */
function vfioIdsOf({ network, gpu, audio }: Definition): readonly string[] {
  const devices = [network, gpu, audio].flatMap(({ pciDevices }) => pciDevices);
  const ids = devices.flatMap(({ vendorId, productId }) =>
    vendorId === null || productId === null ? [] : [`${vendorId}:${productId}`],
  );
  return [...new Set(ids)];
}

function vfioParams(ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`vfio-pci.ids=${ids.join(",")}`];
}

/** Of the placements that are handed to VMs at their start. */
function usbDevicesOf({
  hardware,
}: PlatformConfig["ghaf"]): readonly UsbDevice[] {
  const { internal, external } = hardware.definition.usb;
  return [
    ...(hardware.usb.internal.enable ? internal : []),
    ...(hardware.usb.external.enable ? external : []),
  ];
}
