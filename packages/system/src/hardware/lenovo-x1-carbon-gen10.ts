/** Lenovo X1 Carbon, 10th generation (spec 2.26, 2.30). */

import { defineModule } from "../define-system.ts";
import type { HardwareDefinition } from "./hardware-definition.ts";
import { vfioModules } from "./host-kernel.ts";
import {
  automaticSoundDriver,
  x1Buttons,
  x1Disks,
  x1Keyboard,
  x1Memory,
  x1PointingStick,
  x1Usb,
} from "./lenovo-x1-carbon.ts";

const module = defineModule({
  ghaf: {
    hardware: {
      definition: {
        name: "Lenovo X1 Carbon Gen 10",
        memoryMiB: x1Memory,
        host: {
          kernelConfig: {
            kernelParams: [
              "intel_iommu=on,sm_on",
              "iommu=pt",
              "module_blacklist=i915,snd_pcm",
              "acpi_backlight=vendor",
              "acpi_osi=linux",
            ],
            stage1: { kernelModules: vfioModules },
          },
        },
        input: {
          keyboard: x1Keyboard,
          mouse: {
            name: [
              ["ELAN067B:00 04F3:31F8 Mouse", "SYNA8016:00 06CB:CEB3 Mouse"],
              x1PointingStick,
            ],
            evdev: ["/dev/mouse0", "/dev/mouse1"],
          },
          touchpad: {
            name: [
              [
                "ELAN067B:00 04F3:31F8 Touchpad",
                "SYNA8016:00 06CB:CEB3 Touchpad",
              ],
            ],
            evdev: ["/dev/touchpad0"],
          },
          misc: x1Buttons,
        },
        disks: x1Disks,
        network: {
          pciDevices: [
            {
              path: "0000:00:14.3",
              vendorId: "8086",
              productId: "51f0",
              name: "wlp0s5f0",
            },
          ],
        },
        gpu: {
          pciDevices: [
            { path: "0000:00:02.0", vendorId: "8086", productId: "46a6" },
          ],
          kernelConfig: {
            kernelParams: ["earlykms"],
            stage1: { kernelModules: ["i915"] },
          },
        },
        audio: {
          // All of IOMMU group 13, which can only be given away as a whole.
          pciDevices: [
            { path: "0000:00:1f.0", vendorId: "8086", productId: "5182" },
            { path: "0000:00:1f.3", vendorId: "8086", productId: "51c8" },
            { path: "0000:00:1f.4", vendorId: "8086", productId: "51a3" },
            { path: "0000:00:1f.5", vendorId: "8086", productId: "51a4" },
          ],
          kernelConfig: { kernelParams: [automaticSoundDriver] },
        },
        usb: x1Usb,
      },
    },
  },
});

/** Its firmware's SKUs are not known to us: it is chosen by name. */
export const lenovoX1CarbonGen10: HardwareDefinition = { module, skus: [] };
