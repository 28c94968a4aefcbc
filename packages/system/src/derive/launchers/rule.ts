/** What the menu of the session has beside a person's own launchers (spec 4.2, row 19). */

import { defineModule } from "../../define-system.ts";
import { appVmLaunchers } from "./app-vms.ts";
import { demoLaunchers } from "./demo-applications.ts";
import { desktopLaunchers } from "./desktop.ts";
import { powerLaunchers } from "./power.ts";
import { windowsLaunchers } from "./windows.ts";

export const launcherRules = defineModule({
  ghaf: {
    graphics: {
      launchers: (c) => [
        ...demoLaunchers(c),
        ...desktopLaunchers(c),
        ...appVmLaunchers(c),
        ...windowsLaunchers(c),
        ...powerLaunchers(c),
      ],
    },
  },
});
