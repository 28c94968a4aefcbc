/** A laptop with an x86-64 processor: every system VM but the inspecting one, application VMs, devices handed to VMs (spec 4.3.7). */

import { byDefault, when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";
import { enabledVmNames } from "../machine/enabled-vms.ts";

/** The application VMs that have a folder in common with the desktop. */
const SHARING: readonly string[] = ["business-vm", "comms-vm", "chrome-vm"];

export const laptopX86Profile = defineModule({
  ghaf: when((c) => c.ghaf.reference.profiles["laptop-x86"].enable, {
    hardware: {
      x86_64: { common: { enable: byDefault(true) } },
      tpm2: { enable: byDefault(true) },
      usb: {
        internal: { enable: byDefault(true) },
        external: { enable: byDefault(true) },
        vhotplug: { enable: byDefault(true) },
      },
    },
    virtualization: {
      "microvm-host": {
        enable: byDefault(true),
        sharedVmDirectory: {
          enable: byDefault(true),
          vms: (c) =>
            byDefault(
              SHARING.filter((name) => enabledVmNames(c).includes(name)),
            ),
        },
      },
      microvm: {
        netvm: { enable: byDefault(true) },
        adminvm: { enable: byDefault(true) },
        guivm: { enable: byDefault(true) },
        audiovm: { enable: byDefault(true) },
        appvm: { enable: byDefault(true) },
      },
    },
    host: {
      networking: { enable: byDefault(true) },
      powercontrol: { enable: byDefault(true) },
    },
    givc: { enable: byDefault(true) },
    logging: { client: { enable: byDefault(true) } },
  }),
});
