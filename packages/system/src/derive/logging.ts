/** Where logs are collected: in the VM with the admin role (spec 4.2, row 30). */

import { defineModule } from "../define-system.ts";
import { vmName } from "../machine/enabled-vms.ts";
import { derived } from "../precedence.ts";

export const loggingRules = defineModule({
  ghaf: {
    logging: {
      listener: { address: derived(vmName("admin")) },
      client: {
        endpoint: (c) => {
          const { address, port } = c.ghaf.logging.listener;
          return derived(`http://${address}:${port}/loki/api/v1/push`);
        },
      },
    },
  },
});
