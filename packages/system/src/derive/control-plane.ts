/** Where the control plane's server is, and what inspected traffic means for browsers (spec 4.2, rows 5 to 7). */

import { defineModule } from "../define-system.ts";
import { hasSystemVm, vmName } from "../machine/enabled-vms.ts";
import { derived } from "../precedence.ts";
import { knownAddress } from "./vm-address.ts";

const ADMIN = vmName("admin");

export const controlPlaneRules = defineModule({
  ghaf: {
    givc: {
      host: {
        enable: (c) => derived(c.ghaf.virtualization["microvm-host"].enable),
      },
      adminConfig: {
        name: derived(ADMIN),
        addr: (c) => derived(knownAddress(c, ADMIN) ?? ADMIN),
        port: derived("9001"),
        protocol: derived("tcp"),
      },
      // The certificate itself is made with the device, after this.
      idsExtraArgs: (c) =>
        derived(
          hasSystemVm(c, "ids") &&
            c.ghaf.virtualization.microvm.idsvm.mitmproxy.enable
            ? `--user-data-dir=/home/${c.ghaf.users.accounts.user}/.config/inspected-browser --test-type`
            : "",
        ),
    },
  },
});
