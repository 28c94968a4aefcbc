/** Options below `ghaf.hardware`: what the machine is and which of its devices reach which VM (spec 4.3.5, 4.3.6). */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { hardwareDefinitionOptions } from "./hardware-definition.ts";
import { hardwareNvidiaOptions } from "./hardware-nvidia.ts";
import { hardwareUsbOptions } from "./hardware-usb.ts";
import { offByDefault } from "./off-by-default.ts";

function partOfVm(description: string) {
  return option(t.anything, { default: {}, description });
}

export const hardwareOptions = {
  definition: hardwareDefinitionOptions,
  devices: {
    netvmPCIPassthroughModule: partOfVm(
      "What is added to the definition of net-vm to give it the network devices. Computed from the hardware definition; a value of one's own is merged into it.",
    ),
    guivmPCIPassthroughModule: partOfVm(
      "What is added to the definition of gui-vm to give it the graphics devices. Computed from the hardware definition; a value of one's own is merged into it.",
    ),
    audiovmPCIPassthroughModule: partOfVm(
      "What is added to the definition of audio-vm to give it the sound devices. Computed from the hardware definition; a value of one's own is merged into it.",
    ),
    guivmVirtioInputHostEvdevModule: partOfVm(
      "What is added to the definition of gui-vm to give it the built-in input devices. Computed from the event files of the hardware definition; a value of one's own is merged into it.",
    ),
  },
  tpm2: {
    enable: offByDefault(
      "Runs the resource manager of the TPM 2.0 and lets the user's programs reach its keys through PKCS#11. Only on x86-64.",
    ),
  },
  usb: hardwareUsbOptions,
  x86_64: {
    common: {
      enable: offByDefault(
        "What every x86-64 machine needs on the host: a console on the screen, NVMe and USB storage in the initrd, firmware, and an EFI boot loader.",
      ),
    },
  },
  nvidia: hardwareNvidiaOptions,
} as const satisfies OptionTree;
