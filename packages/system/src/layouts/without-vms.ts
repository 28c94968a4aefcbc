/** What the layouts host-only and native have in common: no VM, no hypervisor, no bridge (spec S02). */

import { when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";
import { implied } from "../precedence.ts";

export const withoutVms = defineModule({
  ghaf: when(
    (c) => c.ghaf.layout === "host-only" || c.ghaf.layout === "native",
    {
      virtualization: {
        "microvm-host": { enable: implied(false) },
        microvm: {
          netvm: { enable: implied(false) },
          guivm: { enable: implied(false) },
          audiovm: { enable: implied(false) },
          adminvm: { enable: implied(false) },
          idsvm: {
            enable: implied(false),
            mitmproxy: { enable: implied(false) },
          },
          appvm: { enable: implied(false) },
        },
      },
      hardware: {
        usb: {
          internal: { enable: implied(false) },
          external: { enable: implied(false) },
          vhotplug: { enable: implied(false) },
        },
      },
      host: { networking: { enable: implied(false) } },
      // The registry and the log receiver are in admin-vm.
      givc: { enable: implied(false) },
      logging: { client: { enable: implied(false) } },
      // Both are services of net-vm.
      reference: { services: { enable: implied(false) } },
    },
  ),
});
