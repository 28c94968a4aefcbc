/** Probes of the machine that is described, and of what of it goes to VMs. */

import { force } from "@ghaf/module-system";
import type { Probe, Tree } from "../probe.ts";
import { probes } from "./rows.ts";

function definition(parts: Tree): Tree {
  return { ghaf: { hardware: { definition: parts } } };
}

const below = "ghaf.hardware.definition";

const kernelConfig = {
  "kernelConfig.kernelParams": [
    "intel_iommu=on,sm_on",
    "iommu=pt",
    "module_blacklist=i915,xe,snd_pcm",
    "probe=1",
  ],
  "kernelConfig.stage1.kernelModules": ["vfio_pci", "vfio", "probe"],
  "kernelConfig.stage2.kernelModules": ["probe"],
};

const kernels = ["host", "network", "gpu", "audio"].flatMap((part) =>
  probes({ below: `${below}.${part}`, base: "laptop" }, kernelConfig),
);

const PCI_DEVICE = {
  path: "0000:00:05.0",
  vendorId: "1af4",
  productId: "1041",
  name: "probe0",
};

const pciDevices = ["network", "gpu", "audio"].flatMap((part) =>
  probes(
    {
      ...{ below: `${below}.${part}.pciDevices.*`, base: "laptop" },
      alone: true,
      given: definition({ [part]: { pciDevices: [PCI_DEVICE] } }),
    },
    {
      path: "0000:00:06.0",
      vendorId: "1af5",
      productId: "1042",
      name: "other0",
    },
  ),
);

const INPUTS = ["keyboard", "mouse", "touchpad", "misc"];

const inputs = probes(
  { below: `${below}.input`, base: "laptop" },
  Object.fromEntries(
    INPUTS.flatMap((kind) => [
      [`${kind}.name`, [["Probe"]]],
      [`${kind}.evdev`, [`/dev/probe-${kind}0`]],
    ]),
  ),
);

const USB_DEVICE = { name: "gps0", vendorId: "0123", productId: "4567" };

const usbDevices = ["internal", "external"].flatMap((part) => [
  ...probes(
    {
      ...{ below: `${below}.usb.${part}.*`, base: "laptop" },
      alone: true,
      given: definition({ usb: { [part]: [USB_DEVICE] } }),
    },
    { name: "bt0", vendorId: "0124", productId: "4568" },
  ),
]);

const USB_ON_A_PORT = { name: "gps0", hostbus: "1", hostport: "1" };

const refusedPorts = probes(
  {
    ...{ below: `${below}.usb.external.*`, base: "laptop", shows: "refusal" },
    given: definition({ usb: { external: [USB_DEVICE] } }),
  },
  { hostbus: "1", hostport: "1" },
);

const usbPorts = probes(
  {
    ...{ below: `${below}.usb.internal.*`, base: "laptop" },
    alone: true,
    given: definition({ usb: { internal: [USB_ON_A_PORT] } }),
  },
  { hostbus: "2", hostport: "2" },
);

const definitions: readonly Probe[] = [
  ...probes({ below, base: "laptop" }, { name: "Probe", skus: ["Probe"] }),
  ...probes({ below, base: "minimal", shows: "findings" }, { memoryMiB: 512 }),
  ...probes(
    {
      ...{ below, base: "minimal" },
      given: definition({ disks: { probe: { device: "/dev/vda" } } }),
    },
    { "disks.<name>.device": "/dev/vdb" },
  ),
];

const usb = probes(
  { below: "ghaf.hardware.usb", base: "laptop" },
  {
    "internal.enable": false,
    "internal.qemuExtraArgs": { cam0: ["-device", "qemu-xhci,id=probe"] },
    "external.enable": false,
    "external.qemuExtraArgs": { gps0: ["-device", "qemu-xhci,id=probe"] },
    "vhotplug.enable": false,
    "vhotplug.enableEvdevPassthrough": false,
    "vhotplug.pcieBusPrefix": "probe",
    "vhotplug.pciePortCount": 6,
  },
);

const IGNORED = {
  vendorId: "0123",
  productId: "4567",
  description: "A mouse",
  disable: false,
};

const RULE = {
  name: "Probe",
  qmpSocket: "/var/lib/microvms/net-vm/net-vm.sock",
  usbPassthrough: [
    { class: 3, vendorName: "a", productName: "b", ignore: [IGNORED] },
  ],
};

const hotplug: Tree = {
  ghaf: { hardware: { usb: { vhotplug: { rules: [RULE] } } } },
};

const hotplugRules = [
  ...probes(
    {
      ...{ below: "ghaf.hardware.usb.vhotplug.rules.*", base: "laptop" },
      given: hotplug,
    },
    {
      name: "Other",
      qmpSocket: "/var/lib/microvms/gui-vm/gui-vm.sock",
      "usbPassthrough.*.vendorName": "c",
      "usbPassthrough.*.productName": "d",
      "usbPassthrough.*.class": 8,
      "usbPassthrough.*.subclass": 1,
      "usbPassthrough.*.protocol": 1,
      "usbPassthrough.*.ignore.*.vendorId": "0124",
      "usbPassthrough.*.ignore.*.productId": "4568",
      "usbPassthrough.*.ignore.*.description": "A keyboard",
      "usbPassthrough.*.ignore.*.disable": true,
      "usbPassthrough.*.description": "Something",
      "usbPassthrough.*.disable": true,
      "evdevPassthrough.pcieBusPrefix": "probe",
    },
  ),
  ...probes(
    {
      ...{ below: "ghaf.hardware.usb.vhotplug.rules.*", base: "laptop" },
      given: {
        ghaf: {
          hardware: {
            usb: {
              vhotplug: {
                rules: [
                  {
                    ...RULE,
                    usbPassthrough: [{ vendorId: "0123", productId: "4567" }],
                  },
                ],
              },
            },
          },
        },
      },
    },
    {
      "usbPassthrough.*.vendorId": "0124",
      "usbPassthrough.*.productId": "4568",
    },
  ),
  ...probes(
    {
      ...{ below: "ghaf.hardware.usb.vhotplug.rules.*", base: "laptop" },
      given: {
        ghaf: {
          hardware: {
            usb: {
              vhotplug: {
                rules: [{ ...RULE, evdevPassthrough: { pcieBusPrefix: "rp" } }],
              },
            },
          },
        },
      },
    },
    { "evdevPassthrough.enable": true },
  ),
];

const PASSED = { microvm: { vcpu: force(3) } };

const devices = probes(
  { below: "ghaf.hardware", base: "laptop" },
  {
    "devices.netvmPCIPassthroughModule": PASSED,
    "devices.guivmPCIPassthroughModule": PASSED,
    "devices.audiovmPCIPassthroughModule": PASSED,
    "devices.guivmVirtioInputHostEvdevModule": PASSED,
    "tpm2.enable": false,
    "x86_64.common.enable": false,
  },
);

const orinBoard: Tree = {
  ghaf: { hardware: { nvidia: { orin: { enable: true } } } },
};

const nvidia: readonly Probe[] = [
  ...probes(
    { below: "ghaf.hardware.nvidia.orin", base: "minimal" },
    { enable: true },
  ),
  ...probes(
    { below: "ghaf.hardware.nvidia", base: "minimal", given: orinBoard },
    {
      "orin.somType": "nx",
      "orin.flashScriptOverrides.onlyQSPI": true,
      "orin.flashScriptOverrides.preFlashCommands": "true",
      "orin.enablePCIPassthroughCommon": true,
      "orin.agx.enableNetvmWlanPCIPassthrough": true,
      "orin.optee.xtest": true,
      "orin.optee.pkcs11-tool": true,
      "orin.optee.pkcs11.enable": false,
      "orin.optee.pkcs11.tokenCount": 4,
      "orin.optee.pkcs11.heapSize": 65_536,
      "orin.optee.pkcs11.authTeeIdentity": false,
      "orin.optee.pkcs11.lockPinAfterFailedLoginAttempts": false,
      "virtualization.enable": true,
      "virtualization.host.bpmp.enable": true,
      "passthroughs.host.uarta.enable": true,
      "passthroughs.uarti_net_vm.enable": true,
    },
  ),
  ...probes(
    {
      ...{ below: "ghaf.hardware.nvidia.orin", base: "minimal" },
      given: {
        ghaf: {
          hardware: { nvidia: { orin: { enable: true, somType: "nx" } } },
        },
      },
    },
    { "nx.enableNetvmEthernetPCIPassthrough": true },
  ),
];

export const hardwareProbes: readonly Probe[] = [
  ...definitions,
  ...kernels,
  ...pciDevices,
  ...inputs,
  ...usbDevices,
  ...usbPorts,
  ...refusedPorts,
  ...usb,
  ...hotplugRules,
  ...devices,
  ...nvidia,
];
