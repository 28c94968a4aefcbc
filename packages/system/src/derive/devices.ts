/** What system VMs get for the devices of the hardware definition, as parts of guest modules (spec 4.2, row 23). */

import { defineModule } from "../define-system.ts";
import type { PlatformConfig } from "../options/platform-options.ts";

export const deviceRules = defineModule({
  ghaf: {
    hardware: {
      devices: {
        netvmPCIPassthroughModule: (c) => withPciDevices(c, "network"),
        guivmPCIPassthroughModule: (c) => withPciDevices(c, "gpu"),
        audiovmPCIPassthroughModule: (c) => withPciDevices(c, "audio"),
        guivmVirtioInputHostEvdevModule: (c) => withInputDevices(c),
      },
    },
  },
});

type DeviceClass = "network" | "gpu" | "audio";

function withPciDevices({ ghaf }: PlatformConfig, of: DeviceClass) {
  const { pciDevices } = ghaf.hardware.definition[of];
  if (pciDevices.length === 0) return {};
  const devices = pciDevices.map(({ path }) => ({ bus: "pci", path }));
  return { microvm: { devices } };
}

function withInputDevices({ ghaf }: PlatformConfig) {
  const { keyboard, mouse, touchpad, misc } = ghaf.hardware.definition.input;
  const files = [keyboard, mouse, touchpad, misc].flatMap(({ evdev }) => evdev);
  if (files.length === 0) return {};
  const extraArgs = files.flatMap((file) => [
    "-device",
    `virtio-input-host-pci,evdev=${file}`,
  ]);
  return { microvm: { qemu: { extraArgs } } };
}
