/** The service `ghaf.status.v1.StatusService`: what the admin says of itself. */

import { StatusService } from "@ghaf/api/proto/ghaf/status/v1/status";
import { bindService, type ServiceBinding } from "@ghaf/api/rpc";
import type { AdminWarning } from "./warnings.ts";

/** Counts and facts as they are at the moment of the call. */
export interface AdminFacts {
  readonly version: string;
  readonly bootId: string;
  readonly uptimeSeconds: number;
  readonly warnings: readonly AdminWarning[];
  readonly agents: number;
  readonly agentsUp: number;
  readonly sessions: number;
  readonly watchers: number;
  readonly entries: number;
}

export function statusService(facts: () => AdminFacts): ServiceBinding {
  return bindService(StatusService, {
    getStatus: () => {
      const { uptimeSeconds, warnings, ...rest } = facts();
      return {
        ...rest,
        uptimeSeconds: BigInt(Math.floor(uptimeSeconds)),
        warnings: warnings.map(({ code, text }) => ({ code, text })),
      };
    },
  });
}
