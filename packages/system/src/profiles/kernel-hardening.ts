/** Every kernel fragment of host and guests; the hypervisor's is left out, since it excludes the others (spec 4.3.1, 4.4). */

import { byDefault, when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";

export const kernelHardeningProfile = defineModule({
  ghaf: when((c) => c.ghaf.profiles["kernel-hardening"].enable, {
    host: {
      kernel: {
        hardening: {
          enable: byDefault(true),
          virtualization: { enable: byDefault(true) },
          networking: { enable: byDefault(true) },
          inputdevices: { enable: byDefault(true) },
          usb: { enable: byDefault(true) },
          // Its symbols are of use to developers only.
          debug: { enable: (c) => byDefault(c.ghaf.profiles.debug.enable) },
        },
      },
    },
    guest: {
      kernel: {
        hardening: {
          enable: byDefault(true),
          graphics: { enable: byDefault(true) },
        },
      },
    },
  }),
});
