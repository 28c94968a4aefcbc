/** What a device under development has: accounts, sshd, tools, a serial console (spec 4.3.2). */

import { byDefault, when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";

export const debugProfile = defineModule({
  ghaf: when((c) => c.ghaf.profiles.debug.enable, {
    users: { accounts: { enable: byDefault(true) } },
    development: {
      "nix-setup": { enable: byDefault(true) },
      debug: { tools: { enable: byDefault(true) } },
      ssh: { daemon: { enable: byDefault(true) } },
      "usb-serial": { enable: byDefault(true) },
    },
  }),
});
