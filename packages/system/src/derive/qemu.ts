/** QEMU arguments of the system VMs that devices are given to by name (spec 4.2, rows 24 and 25). */

import { defineModule } from "../define-system.ts";
import { hasSystemVm } from "../machine/enabled-vms.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { namedUsbArguments } from "./named-usb.ts";

export const qemuRules = defineModule({
  ghaf: {
    qemu: {
      guivm: {
        extraArgs: (c) =>
          hasSystemVm(c, "gui")
            ? [...namedUsbArguments(c, ["yubikey", "fpr0"]), ...inputPorts(c)]
            : [],
      },
      audiovm: {
        extraArgs: (c) =>
          hasSystemVm(c, "audio")
            ? [...namedUsbArguments(c, ["bt0"]), ...soundTable(c)]
            : [],
      },
    },
  },
});

/** Ports that input devices are plugged into while gui-vm runs (spec 2.29). */
function inputPorts({ ghaf }: PlatformConfig): readonly string[] {
  const { vhotplug } = ghaf.hardware.usb;
  const { pcieBusPrefix: prefix } = vhotplug;
  const wanted = vhotplug.enable && vhotplug.enableEvdevPassthrough;
  if (!wanted || prefix === null) return [];
  return Array.from({ length: vhotplug.pciePortCount }, (_, index) => [
    "-device",
    `pcie-root-port,bus=pcie.0,id=${prefix}${index + 1},chassis=${index + 1}`,
  ]).flat();
}

/** The firmware's table of the built-in sound card, which its driver reads (spec 2.24). */
function soundTable({ ghaf }: PlatformConfig): readonly string[] {
  if (ghaf.hardware.definition.audio.pciDevices.length === 0) return [];
  return ["-acpitable", "file=/sys/firmware/acpi/tables/NHLT"];
}
