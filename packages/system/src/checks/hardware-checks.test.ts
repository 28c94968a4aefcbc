/** Devices of a hardware definition, hotplug rules, and options of one architecture. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { TreeInput } from "@ghaf/module-system";
import type { SystemDefinition } from "../define-system.ts";
import type { hardwareOptions } from "../options/hardware.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { findingsOf, type Planted } from "./testing.ts";

type Hardware = TreeInput<typeof hardwareOptions, PlatformConfig>;

function withHardware(hardware: Hardware): SystemDefinition {
  return { ghaf: { hardware } };
}

const CASES: readonly Planted[] = [
  {
    mistake: "a PCI device with half of its numbers",
    definition: withHardware({
      definition: {
        host: { kernelConfig: { kernelParams: ["intel_iommu=on"] } },
        network: { pciDevices: [{ path: "0000:00:14.3", vendorId: "8086" }] },
      },
    }),
    found: [
      "error ghaf.hardware.definition.network.pciDevices[0].productId: is missing for the device 0000:00:14.3, which has vendorId 8086; give both vendorId and productId, or neither",
    ],
  },
  {
    mistake: "a USB device with a bus and no port",
    definition: withHardware({
      definition: { usb: { internal: [{ name: "cam0", hostbus: "3" }] } },
    }),
    found: [
      "error ghaf.hardware.definition.usb.internal[0].hostport: is missing for the internal USB device cam0, which has hostbus 3; give both hostbus and hostport, or neither",
    ],
  },
  {
    mistake: "a USB device with a product and no vendor",
    definition: withHardware({
      definition: { usb: { external: [{ name: "gps0", productId: "23a3" }] } },
    }),
    found: [
      "error ghaf.hardware.definition.usb.external[0].vendorId: is missing for the external USB device gps0, which has productId 23a3; give both productId and vendorId, or neither",
    ],
  },
  {
    mistake: "a USB device that is nowhere",
    definition: withHardware({
      definition: { usb: { internal: [{ name: "cam0" }] } },
    }),
    found: [
      "error ghaf.hardware.definition.usb.internal[0].vendorId: is missing for the internal USB device cam0, as is everything else by which it could be found; give vendorId and productId, or hostbus and hostport",
    ],
  },
  {
    mistake: "an external USB device that is nothing",
    definition: withHardware({
      definition: { usb: { external: [{ name: "gps0" }] } },
    }),
    found: [
      "error ghaf.hardware.definition.usb.external[0].vendorId: is missing for the external USB device gps0, as is everything else by which it could be found; give vendorId and productId",
    ],
  },
  {
    mistake: "an external USB device at a port",
    definition: withHardware({
      definition: {
        usb: { external: [{ name: "gps0", hostbus: "3", hostport: "7" }] },
      },
    }),
    found: [
      "error ghaf.hardware.definition.usb.external[0].hostbus: and hostport say where the external USB device gps0 is, but an external device may be plugged in anywhere; give vendorId and productId instead, or list the device as internal",
    ],
  },
  {
    mistake: "a USB device without a name",
    definition: withHardware({
      definition: {
        usb: { internal: [{ vendorId: "0123", productId: "4567" }] },
      },
    }),
    found: [
      "error ghaf.hardware.definition.usb.internal[0].name: is missing for a nameless internal USB device; VMs ask for devices by name; give it a name, such as cam0",
    ],
  },
  {
    mistake: "two USB devices with one name",
    definition: withHardware({
      definition: {
        usb: {
          internal: [
            { name: "cam0", hostbus: "3", hostport: "8" },
            { name: "cam0", hostbus: "3", hostport: "9" },
          ],
        },
      },
    }),
    found: [
      "error ghaf.hardware.definition.usb.internal[1].name: is cam0, which ghaf.hardware.definition.usb.internal[0].name is already; list each device once",
    ],
  },
  {
    mistake: "one USB device under two names",
    definition: withHardware({
      definition: {
        usb: {
          internal: [{ name: "gps0", vendorId: "067b", productId: "23a3" }],
          external: [{ name: "gps1", vendorId: "067b", productId: "23a3" }],
        },
      },
    }),
    found: [
      "error ghaf.hardware.definition.usb.external[0].productId: is 23a3, in full 067b:23a3, which ghaf.hardware.definition.usb.internal[0].productId is already; list each device once",
    ],
  },
  {
    mistake: "one USB port for two devices",
    definition: withHardware({
      definition: {
        usb: {
          internal: [
            { name: "cam0", hostbus: "3", hostport: "8" },
            { name: "fpr0", hostbus: "3", hostport: "8" },
          ],
        },
      },
    }),
    found: [
      "error ghaf.hardware.definition.usb.internal[1].hostport: is 8 of bus 3, which ghaf.hardware.definition.usb.internal[0].hostport is already; list each device once",
    ],
  },
  {
    mistake: "a hotplug rule with half of its numbers, and an exception too",
    definition: withHardware({
      usb: {
        vhotplug: {
          rules: [
            {
              name: "GUIVM",
              qmpSocket: "/var/lib/microvms/gui-vm/gui-vm.sock",
              usbPassthrough: [
                { vendorId: "046d", ignore: [{ productId: "c52b" }] },
              ],
            },
          ],
        },
      },
    }),
    found: [
      "error ghaf.hardware.usb.vhotplug.rules[0].usbPassthrough[0].ignore[0].vendorId: is missing for the exception, which has productId c52b; give both productId and vendorId, or neither",
      "error ghaf.hardware.usb.vhotplug.rules[0].usbPassthrough[0].productId: is missing for the rule, which has vendorId 046d; give both vendorId and productId, or neither",
    ],
  },
  {
    mistake: "a hotplug rule with a subclass of no class",
    definition: withHardware({
      usb: {
        vhotplug: {
          rules: [
            {
              name: "GUIVM",
              qmpSocket: "/var/lib/microvms/gui-vm/gui-vm.sock",
              usbPassthrough: [{ subclass: 6 }],
            },
          ],
        },
      },
    }),
    found: [
      "error ghaf.hardware.usb.vhotplug.rules[0].usbPassthrough[0].class: is missing, without which subclass 6 says nothing; give the class too",
    ],
  },
  {
    mistake: "a hotplug rule that says nothing",
    definition: withHardware({
      usb: {
        vhotplug: {
          rules: [
            {
              name: "GUIVM",
              qmpSocket: "/var/lib/microvms/gui-vm/gui-vm.sock",
              usbPassthrough: [{ description: "everything" }],
            },
          ],
        },
      },
    }),
    found: [
      "error ghaf.hardware.usb.vhotplug.rules[0].usbPassthrough[0]: says nothing about devices, so that no device matches it; give a class, vendorId and productId, vendorName or productName",
    ],
  },
  {
    mistake: "a hotplug rule for ports with another prefix",
    definition: withHardware({
      usb: {
        vhotplug: {
          enable: true,
          rules: [
            {
              name: "GUIVM",
              qmpSocket: "/var/lib/microvms/gui-vm/gui-vm.sock",
              evdevPassthrough: { enable: true, pcieBusPrefix: "port" },
            },
          ],
        },
      },
    }),
    found: [
      "error ghaf.hardware.usb.vhotplug.rules[0].evdevPassthrough.pcieBusPrefix: is port, but the ports of gui-vm begin with rp; write the same prefix as in ghaf.hardware.usb.vhotplug.pcieBusPrefix",
    ],
  },
  {
    mistake: "a hotplug rule for ports that are not there",
    definition: withHardware({
      usb: {
        vhotplug: {
          enable: true,
          enableEvdevPassthrough: false,
          rules: [
            {
              name: "GUIVM",
              qmpSocket: "/var/lib/microvms/gui-vm/gui-vm.sock",
              evdevPassthrough: { enable: true, pcieBusPrefix: "rp" },
            },
          ],
        },
      },
    }),
    found: [
      "error ghaf.hardware.usb.vhotplug.rules[0].evdevPassthrough.enable: is on, but no VM has ports for input devices: enableEvdevPassthrough is off; turn ghaf.hardware.usb.vhotplug.enableEvdevPassthrough on, or this off",
    ],
  },
  {
    mistake: "a hotplug rule for a VM that is not there",
    definition: withHardware({
      usb: {
        vhotplug: {
          enable: true,
          rules: [
            {
              name: "GUIVM",
              qmpSocket: "/var/lib/microvms/guivm/guivm.sock",
              usbPassthrough: [{ class: 3 }],
            },
          ],
        },
      },
    }),
    found: [
      "error ghaf.hardware.usb.vhotplug.rules[0].qmpSocket: is /var/lib/microvms/guivm/guivm.sock for GUIVM, where no VM that is enabled takes commands; name the socket of a VM: did you mean /var/lib/microvms/gui-vm/gui-vm.sock?",
    ],
  },
  {
    mistake: "what is for x86-64 on an ARM board",
    definition: {
      ghaf: {
        hardware: {
          nvidia: { orin: { enable: true } },
          x86_64: { common: { enable: true } },
          tpm2: { enable: true },
        },
        host: { kernel: { hardening: { hypervisor: { enable: true } } } },
        guest: { kernel: { hardening: { enable: true } } },
      },
    },
    found: [
      "error ghaf.guest.kernel.hardening.enable: is on, which is for x86-64, but the machine is a Jetson Orin, which is ARM; turn it off, or ghaf.hardware.nvidia.orin.enable",
      "error ghaf.hardware.tpm2.enable: is on, which is for x86-64, but the machine is a Jetson Orin, which is ARM; turn it off, or ghaf.hardware.nvidia.orin.enable",
      "error ghaf.hardware.x86_64.common.enable: is on, which is for x86-64, but the machine is a Jetson Orin, which is ARM; turn it off, or ghaf.hardware.nvidia.orin.enable",
      "error ghaf.host.kernel.hardening.hypervisor.enable: is on, which is for x86-64, but the machine is a Jetson Orin, which is ARM; turn it off, or ghaf.hardware.nvidia.orin.enable",
    ],
  },
  {
    mistake: "what is for an ARM board on another machine",
    definition: withHardware({
      nvidia: {
        orin: { enablePCIPassthroughCommon: true },
        passthroughs: { uarti_net_vm: { enable: true } },
      },
    }),
    found: [
      "error ghaf.hardware.nvidia.orin.enablePCIPassthroughCommon: is on, but the machine is no Jetson Orin; turn ghaf.hardware.nvidia.orin.enable on, or this off",
      "error ghaf.hardware.nvidia.passthroughs.uarti_net_vm.enable: is on, but the machine is no Jetson Orin; turn ghaf.hardware.nvidia.orin.enable on, or this off",
    ],
  },
  {
    mistake: "what is for another ARM board",
    definition: withHardware({
      nvidia: {
        orin: {
          enable: true,
          somType: "nx",
          agx: { enableNetvmWlanPCIPassthrough: true },
        },
      },
    }),
    found: [
      'error ghaf.hardware.nvidia.orin.agx.enableNetvmWlanPCIPassthrough: is on, which is for the module agx, but the module is nx; turn it off, or set ghaf.hardware.nvidia.orin.somType to "agx"',
    ],
  },
];

for (const { mistake, definition, found } of CASES) {
  test(mistake, () => assert.deepEqual(findingsOf(definition), found));
}

test("a whole hardware definition is no mistake", () => {
  const said = findingsOf({
    ghaf: {
      hardware: {
        definition: {
          host: { kernelConfig: { kernelParams: ["intel_iommu=on,sm_on"] } },
          network: {
            pciDevices: [
              { path: "0000:00:14.3", vendorId: "8086", productId: "51f1" },
            ],
          },
          gpu: { pciDevices: [{ path: "0000:00:02.0" }] },
          usb: {
            internal: [
              { name: "cam0", hostbus: "3", hostport: "8" },
              { name: "gps0", vendorId: "067b", productId: "23a3" },
            ],
            external: [{ name: "gps0", vendorId: "1234", productId: "23a3" }],
          },
        },
        usb: {
          internal: { enable: true },
          external: { enable: true },
          vhotplug: {
            enable: true,
            rules: [
              {
                name: "GUIVM",
                qmpSocket: "/var/lib/microvms/gui-vm/gui-vm.sock",
                usbPassthrough: [
                  { class: 8, subclass: 6 },
                  { vendorId: "046d", productId: "c52b", ignore: [] },
                ],
              },
            ],
          },
        },
      },
    },
  });
  assert.deepEqual(said, []);
});
