/** How many join the shared memory, and where a user's programs meet it (spec 4.4). */

import { defineModule } from "../define-system.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { derived } from "../precedence.ts";

export const sharedMemoryRules = defineModule({
  ghaf: {
    shm: {
      instancesCount: (c) => {
        const { vms_enabled: vms, enable_host: withHost } = c.ghaf.shm;
        return derived(vms.length + (withHost ? 1 : 0));
      },
      serverSocketPath: (c) => derived(socketOf(c, "server")),
      clientSocketPath: (c) => derived(socketOf(c, "client")),
    },
  },
});

function socketOf({ ghaf }: PlatformConfig, end: "server" | "client"): string {
  return `/run/user/${ghaf.users.accounts.uid}/memsocket-${end}.sock`;
}
