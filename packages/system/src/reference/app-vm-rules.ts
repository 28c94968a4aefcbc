/** From the choice of application VMs to the VMs of the device (spec 4.2, rows 13). */

import { defineModule } from "../define-system.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import type { AppVmDefinition } from "../options/virtualization-app-vm.ts";
import { referenceAppVms } from "./app-vms/catalogue.ts";

export const appVmRules = defineModule({
  ghaf: {
    reference: {
      appvms: { "enabled-app-vms": chosen },
      profiles: {
        "laptop-x86": {
          "enabled-app-vms": (c) =>
            c.ghaf.reference.profiles["laptop-x86"].enable
              ? c.ghaf.reference.appvms["enabled-app-vms"]
              : [],
        },
      },
    },
    virtualization: {
      microvm: {
        appvm: {
          vms: (c) =>
            c.ghaf.reference.profiles["laptop-x86"]["enabled-app-vms"],
        },
      },
    },
  },
});

function chosen(config: PlatformConfig): readonly AppVmDefinition[] {
  const { appvms } = config.ghaf.reference;
  if (!appvms.enable) return [];
  return referenceAppVms
    .filter(({ name }) => appvms[name])
    .map(({ define }) => define(config));
}
