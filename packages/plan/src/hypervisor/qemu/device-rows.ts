/** Rows 23, 25 and 26 of spec 3.4: USB, what a person adds, devices of the host, and the TPM. */

import { tpmSocket } from "../server-sockets.ts";
import type { QemuVm } from "./qemu-vm.ts";

/** The one USB controller of a VM: all of its USB devices are on its bus (spec 3.12). */
export function usbRow({ hypervisor }: QemuVm): readonly string[] {
  if (!hypervisor.usbController) return [];
  return [
    ...["-device", "qemu-xhci,id=xhci"],
    ...(hypervisor.graphics
      ? ["-device", "usb-tablet,bus=xhci.0", "-device", "usb-kbd,bus=xhci.0"]
      : []),
  ];
}

/** One argument each, whatever they contain. */
export function extraRow({ hypervisor }: QemuVm): readonly string[] {
  return hypervisor.qemu.extraArgs;
}

export function devicesRow({ hypervisor }: QemuVm): readonly string[] {
  return hypervisor.devices.flatMap(({ bus, path, qemu }) => {
    const extra =
      qemu.deviceExtraArgs === null ? "" : `,${qemu.deviceExtraArgs}`;
    const device =
      bus === "pci"
        ? `vfio-pci,host=${path},multifunction=on`
        : `usb-host,${path},bus=xhci.0`;
    return ["-device", `${device}${extra}`];
  });
}

/** A TPM that another process plays, one for each VM. */
export function tpmRow({ place, machine }: QemuVm): readonly string[] {
  const { vm } = place.placement;
  if (!vm.vtpm) return [];
  const device = machine === "virt" ? "tpm-tis-device" : "tpm-tis";
  return [
    ...["-chardev", `socket,id=chrtpm,path=${tpmSocket(vm)}`],
    ...["-tpmdev", "emulator,id=tpm0,chardev=chrtpm"],
    ...["-device", `${device},tpmdev=tpm0`],
  ];
}
