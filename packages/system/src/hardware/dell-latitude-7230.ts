/** Dell Latitude 7230 Rugged Extreme Tablet (spec 2.26, 2.30). */

import { defineModule } from "../define-system.ts";
import type { HardwareDefinition } from "./hardware-definition.ts";
import { vfioModules } from "./host-kernel.ts";

const skus = ["0BB7 Latitude 7230 Rugged Extreme Tablet"] as const;

const module = defineModule({
  ghaf: {
    hardware: {
      definition: {
        name: "Dell Latitude 7230 Rugged",
        skus,
        host: {
          kernelConfig: {
            kernelParams: [
              "intel_iommu=on,sm_on",
              "iommu=pt",
              "module_blacklist=i915,iwlwifi,snd_hda_intel,snd_sof_pci_intel_tgl",
              "acpi_backlight=vendor",
              "acpi_osi=linux",
            ],
            stage1: { kernelModules: vfioModules },
          },
        },
        input: {
          keyboard: {
            name: ["AT Translated Set 2 keyboard"],
            evdev: ["/dev/keyboard0"],
          },
          mouse: {
            name: [
              "PS/2 Generic Mouse",
              "SYNAPTICS Synaptics HIDUSB TouchPad V1.05 Mouse",
            ],
            evdev: ["/dev/mouse0", "/dev/mouse1"],
          },
          touchpad: {
            name: [
              "SYNAPTICS Synaptics HIDUSB TouchPad V1.05 Touchpad",
              "EETI8082:00 0EEF:C004",
              "EETI8082:00 0EEF:C004 Stylus",
            ],
            evdev: ["/dev/touchpad0", "/dev/touchpad1", "/dev/touchpad2"],
          },
        },
        disks: { disk1: { device: "/dev/nvme0n1" } },
        network: {
          pciDevices: [
            {
              path: "0000:00:14.3",
              vendorId: "8086",
              productId: "51f0",
              name: "wlp0s5f0",
            },
          ],
          kernelConfig: { stage2: { kernelModules: ["iwlwifi"] } },
        },
        gpu: {
          pciDevices: [
            {
              path: "0000:00:02.0",
              vendorId: "8086",
              productId: "46aa",
              name: "gpu0",
            },
          ],
          kernelConfig: {
            kernelParams: ["earlykms"],
            stage1: { kernelModules: ["i915"] },
          },
        },
        audio: {
          pciDevices: [
            { path: "0000:00:1f.0", vendorId: "8086", productId: "5187" },
            { path: "0000:00:1f.5", vendorId: "8086", productId: "51a4" },
            { path: "0000:00:1f.3", vendorId: "8086", productId: "51cc" },
            { path: "0000:00:1f.4", vendorId: "8086", productId: "51a3" },
          ],
          kernelConfig: {
            stage2: {
              kernelModules: [
                "i2c_i801",
                "snd_hda_intel",
                "snd_sof_pci_intel_tgl",
                "spi_intel_pci",
              ],
            },
          },
        },
        usb: { internal: [{ name: "gps0", hostbus: "3", hostport: "7" }] },
      },
    },
  },
});

export const dellLatitude7230: HardwareDefinition = { module, skus };
