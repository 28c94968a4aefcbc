/** Dell Latitude 7330 Rugged Extreme (spec 2.26, 2.30). */

import { defineModule } from "../define-system.ts";
import type { HardwareDefinition } from "./hardware-definition.ts";
import { vfioModules } from "./host-kernel.ts";

const skus = ["0A9E Latitude 7330 Rugged Extreme"] as const;

const module = defineModule({
  ghaf: {
    hardware: {
      definition: {
        // What its firmware says of itself.
        name: "Dell Inc. Not Specified",
        skus,
        host: {
          kernelConfig: {
            kernelParams: [
              "intel_iommu=on,sm_on",
              "iommu=pt",
              "acpi_backlight=vendor",
              "acpi_osi=linux",
            ],
            stage1: { kernelModules: vfioModules },
          },
        },
        input: {
          keyboard: {
            name: [
              "AT Translated Set 2 keyboard",
              "DELL0A9E:00 214A:0028 Keyboard",
            ],
            evdev: ["/dev/keyboard0", "/dev/keyboard1"],
          },
          mouse: {
            name: ["DELL0A9E:00 214A:0028 Mouse", "PS/2 Generic Mouse"],
            evdev: ["/dev/mouse0", "/dev/mouse1"],
          },
          touchpad: {
            name: ["CUST0000:00 0EEF:C003"],
            evdev: ["/dev/touchpad0"],
          },
        },
        disks: { disk1: { device: "/dev/nvme0n1" } },
        network: {
          pciDevices: [
            {
              path: "0000:72:00.0",
              vendorId: "8086",
              productId: "2725",
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
              productId: "9a49",
              name: "gpu0",
            },
          ],
          kernelConfig: {
            kernelParams: ["earlykms"],
            stage1: { kernelModules: ["i915"] },
          },
        },
        audio: {
          // The wired network controller (1f.6) shares the group of the sound device.
          pciDevices: [
            { path: "0000:00:1f.0", vendorId: "8086", productId: "a082" },
            { path: "0000:00:1f.5", vendorId: "8086", productId: "a0a4" },
            { path: "0000:00:1f.3", vendorId: "8086", productId: "a0c8" },
            { path: "0000:00:1f.6", vendorId: "8086", productId: "15fb" },
            { path: "0000:00:1f.4", vendorId: "8086", productId: "a0a3" },
          ],
          kernelConfig: {
            stage2: {
              kernelModules: [
                "i2c_i801",
                "snd_hda_intel",
                "snd_sof_pci_intel_tgl",
                "spi_intel_pci",
                "e1000e",
              ],
            },
          },
        },
        usb: { internal: [{ name: "cam0", hostbus: "3", hostport: "6" }] },
      },
    },
  },
});

export const dellLatitude7330: HardwareDefinition = { module, skus };
