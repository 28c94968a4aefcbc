/** Which settings of programs follow from which reference VMs are there (spec 4.2, row 10; 4.4). */

import { defineModule } from "../define-system.ts";
import { hasVm, vmName } from "../machine/enabled-vms.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { derived } from "../precedence.ts";

const BROWSING: readonly string[] = ["chrome-vm", "business-vm", "comms-vm"];
const READER = vmName("zathura");
const SECOND_BROWSER = vmName("chromium");

export const programRules = defineModule({
  ghaf: {
    reference: {
      programs: {
        "google-chrome": {
          enable: (c) => derived(hasBrowsing(c)),
          useZathuraVM: (c) => derived(hasBrowsing(c) && hasVm(c, READER)),
        },
        chromium: {
          enable: (c) => derived(hasVm(c, SECOND_BROWSER)),
          useZathuraVM: (c) =>
            derived(hasVm(c, SECOND_BROWSER) && hasVm(c, READER)),
        },
        zathura: { enable: (c) => derived(hasVm(c, READER)) },
      },
    },
    services: {
      xdghandlers: {
        enable: (c) => {
          const { programs } = c.ghaf.reference;
          return derived(
            programs["google-chrome"].useZathuraVM ||
              programs.chromium.useZathuraVM,
          );
        },
      },
    },
  },
});

function hasBrowsing(config: PlatformConfig): boolean {
  return BROWSING.some((name) => hasVm(config, name));
}
