/** Lenovo X1 Carbon, 11th generation (spec 2.26, 2.30). */

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

const skus = [
  "LENOVO_MT_21HM_BU_Think_FM_ThinkPad X1 Carbon Gen 11 21HM006EGR",
  "LENOVO_MT_21HM_BU_Think_FM_ThinkPad X1 Carbon Gen 11 21HM0072MX",
] as const;

const module = defineModule({
  ghaf: {
    hardware: {
      definition: {
        name: "Lenovo X1 Carbon Gen 11",
        skus,
        memoryMiB: x1Memory,
        host: {
          kernelConfig: {
            kernelParams: [
              "intel_iommu=on,sm_on",
              "iommu=pt",
              "module_blacklist=i915,xe,snd_pcm",
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
              [
                "ELAN067C:00 04F3:31F9 Mouse",
                "SYNA8016:00 06CB:CEB3 Mouse",
                "ELAN067B:00 04F3:31F8 Mouse",
                "SYNA8017:00 06CB:CEB2 Mouse",
              ],
              x1PointingStick,
            ],
            evdev: ["/dev/mouse0", "/dev/mouse1"],
          },
          touchpad: {
            name: [
              [
                "ELAN067C:00 04F3:31F9 Touchpad",
                "SYNA8016:00 06CB:CEB3 Touchpad",
                "ELAN067B:00 04F3:31F8 Touchpad",
                "SYNA8017:00 06CB:CEB2 Touchpad",
                "ELAN901C:00 04F3:2C4E",
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
              productId: "51f1",
              name: "wlp0s5f0",
            },
          ],
        },
        gpu: {
          pciDevices: [
            { path: "0000:00:02.0", vendorId: "8086", productId: "a7a1" },
          ],
          kernelConfig: {
            kernelParams: ["earlykms", "i915.enable_dpcd_backlight=3"],
            stage1: { kernelModules: ["i915"] },
          },
        },
        audio: {
          // All of IOMMU group 14, which can only be given away as a whole.
          pciDevices: [
            { path: "0000:00:1f.0", vendorId: "8086", productId: "519d" },
            { path: "0000:00:1f.3", vendorId: "8086", productId: "51ca" },
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

export const lenovoX1CarbonGen11: HardwareDefinition = { module, skus };
