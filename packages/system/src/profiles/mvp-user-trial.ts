/** The laptop that users of the reference tried: five application VMs, a filtered way to the web for business, no login by itself (spec 4.3.7). */

import { byDefault, when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";

export const mvpUserTrialProfile = defineModule({
  ghaf: when((c) => c.ghaf.reference.profiles["mvp-user-trial"].enable, {
    reference: {
      appvms: {
        enable: byDefault(true),
        "business-vm": byDefault(true),
        "chrome-vm": byDefault(true),
        "comms-vm": byDefault(true),
        "gala-vm": byDefault(true),
        "zathura-vm": byDefault(true),
      },
      profiles: { "laptop-x86": { enable: byDefault(true) } },
      services: {
        enable: byDefault(true),
        dendrite: byDefault(true),
        "proxy-business": (c) =>
          byDefault(c.ghaf.reference.appvms["business-vm"]),
      },
      personalize: {
        // Keys of developers do not belong on a device in the field (spec 4.5, 13).
        keys: { enable: (c) => byDefault(c.ghaf.profiles.debug.enable) },
      },
    },
    graphics: {
      labwc: {
        autolock: { enable: byDefault(true) },
        autologinUser: byDefault(null),
      },
    },
  }),
});
