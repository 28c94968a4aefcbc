/** What the trial has beside it on request: Windows, a hardened host, inspected traffic, a splash screen (spec 4.3.7). */

import { byDefault, when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";

export const mvpUserTrialExtrasProfile = defineModule({
  ghaf: when((c) => c.ghaf.reference.profiles["mvp-user-trial-extras"].enable, {
    reference: {
      profiles: { "mvp-user-trial": { enable: byDefault(true) } },
      programs: {
        "windows-launcher": { enable: byDefault(true), spice: byDefault(true) },
      },
    },
    profiles: { "host-hardening": { enable: byDefault(true) } },
    virtualization: {
      microvm: {
        idsvm: {
          enable: byDefault(true),
          mitmproxy: { enable: byDefault(true) },
        },
      },
    },
    graphics: { boot: { enable: byDefault(true) } },
  }),
});
