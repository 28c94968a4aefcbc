/** Options of the host itself: `ghaf.host`. */

import type { OptionTree } from "@ghaf/module-system";
import { offOption } from "./flag.ts";
import { offByDefault } from "./off-by-default.ts";

/** Parts of the hardened kernel of the host, each off unless asked for. */
const hardeningOptions = {
  enable: offOption(
    "Builds the host kernel from the hardened baseline. What a device needs beyond it is switched on in this group.",
  ),
  debug: {
    enable: offOption(
      "Adds USB network adapters to the hardened host kernel, for debugging over the network.",
    ),
  },
  hypervisor: {
    enable: offOption(
      "Builds the host kernel with the protected KVM patches for Intel instead of every other kernel choice. Intel x86-64 only.",
    ),
  },
  inputdevices: {
    enable: offOption(
      "Adds event devices and I2C touchpads to the hardened host kernel.",
    ),
  },
  networking: {
    enable: offOption(
      "Adds IP, bridging, taps and the packet filter to the hardened host kernel. VMs cannot reach each other without it.",
    ),
  },
  usb: {
    enable: offOption(
      "Adds USB host controllers and USB storage to the hardened host kernel.",
    ),
  },
  virtualization: {
    enable: offOption(
      "Adds KVM, VFIO and vsock to the hardened host kernel. VMs cannot run without it.",
    ),
  },
} satisfies OptionTree;

export const hostOptions = {
  kernel: { hardening: hardeningOptions },
  networking: {
    enable: offByDefault(
      "Creates the bridge `virbr0`, which the taps of all VMs join. In debug builds the host has the address 192.168.101.2 on it.",
    ),
  },
  powercontrol: {
    enable: offOption(
      "Lets gui-vm and admin-vm ask the host to reboot, power off or suspend.",
    ),
  },
  secureboot: {
    enable: offByDefault(
      "Signs the boot files and replaces the plain boot loader, so that the firmware starts nothing else. Needs keys in `/etc/secureboot`.",
    ),
  },
} satisfies OptionTree;
