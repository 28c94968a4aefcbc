/** What the session shows and how it begins (spec 4.2, rows 17, 18, 20 and 21). */

import { force, when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";
import { appVms, hasSystemVm, vmName } from "../machine/enabled-vms.ts";
import { derived } from "../precedence.ts";

export const graphicsRules = defineModule({
  ghaf: {
    profiles: {
      graphics: { enable: (c) => derived(hasSystemVm(c, "gui")) },
    },
    graphics: {
      "login-manager": when((c) => c.ghaf.graphics.labwc.enable, {
        // A compositor without a login would be a session without a user.
        enable: force(true),
      }),
      labwc: {
        autologinUser: (c) => derived(c.ghaf.users.accounts.user),
        securityContext: (c) =>
          appVms(c).flatMap(({ name, borderColor }) =>
            borderColor === null
              ? []
              : [{ identifier: vmName(name), color: borderColor }],
          ),
      },
      "demo-apps": when((c) => c.ghaf.graphics.enableDemoApplications, {
        firefox: derived(true),
        "element-desktop": derived(true),
        zathura: derived(true),
      }),
    },
  },
});
