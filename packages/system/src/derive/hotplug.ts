/** Which VM gets the USB devices that people plug in (spec 2.28; 4.2, row 29). A person's rules come first, since the first match decides. */

import { after } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";
import { hasSystemVm, hasVm, vmName } from "../machine/enabled-vms.ts";
import type { PlatformConfig } from "../options/platform-options.ts";

export const hotplugRules = defineModule({
  ghaf: {
    hardware: {
      usb: {
        vhotplug: {
          rules: (c) =>
            after([
              ...desktopRules(c),
              ...networkRules(c),
              ...browserRules(c),
              ...audioRules(c),
            ]),
        },
      },
    },
  },
});

/** Where QEMU of a VM takes commands (machine-design 7). */
export function controlSocket(vm: string): string {
  return `/var/lib/microvms/${vm}/${vm}.sock`;
}

function desktopRules(config: PlatformConfig) {
  if (!hasSystemVm(config, "gui")) return [];
  const { vhotplug } = config.ghaf.hardware.usb;
  const usbPassthrough = [
    { class: 3, protocol: 1, description: "HID keyboards" },
    { class: 3, protocol: 2, description: "HID mice" },
    { class: 11, description: "Smart cards and security keys" },
    {
      class: 224,
      subclass: 1,
      protocol: 1,
      description: "Bluetooth",
      disable: true,
    },
    { class: 8, subclass: 6, description: "Mass storage" },
  ];
  return [
    {
      name: "GUIVM",
      qmpSocket: controlSocket(vmName("gui")),
      usbPassthrough,
      evdevPassthrough: {
        enable: vhotplug.enableEvdevPassthrough,
        pcieBusPrefix: vhotplug.pcieBusPrefix,
      },
    },
  ];
}

function networkRules(config: PlatformConfig) {
  if (!hasSystemVm(config, "net")) return [];
  const usbPassthrough = [
    { class: 2, subclass: 6, description: "Ethernet", disable: true },
  ];
  const qmpSocket = controlSocket(vmName("net"));
  return [{ name: "NetVM", qmpSocket, usbPassthrough }];
}

/** Cameras that are built in belong to the VM that the definition gives them to. */
const BUILT_IN_CAMERAS = [
  { vendorId: "04f2", productId: "b751" },
  { vendorId: "5986", productId: "2145" },
  { vendorId: "30c9", productId: "0052" },
];

function browserRules(config: PlatformConfig) {
  const browser = [
    { name: "ChromeVM", vm: vmName("chrome") },
    { name: "ChromiumVM", vm: vmName("chromium") },
  ].find(({ vm }) => hasVm(config, vm));
  if (browser === undefined) return [];
  const ignore = BUILT_IN_CAMERAS.map((camera) => ({
    ...camera,
    description: "Built-in camera of a Lenovo X1",
  }));
  const usbPassthrough = [{ class: 14, description: "Cameras", ignore }];
  const qmpSocket = controlSocket(browser.vm);
  return [{ name: browser.name, qmpSocket, usbPassthrough }];
}

function audioRules(config: PlatformConfig) {
  if (!hasSystemVm(config, "audio")) return [];
  const usbPassthrough = [{ class: 1, description: "Sound" }];
  const qmpSocket = controlSocket(vmName("audio"));
  return [{ name: "AudioVM", qmpSocket, usbPassthrough }];
}
