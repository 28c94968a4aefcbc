/** Whether host and VMs can reach the server of the control plane at all. */

import { HOST_NAME, type System } from "@ghaf/system";
import { hostMachine } from "./machines.ts";
import type { PlanProblem } from "./plan-problem.ts";

export function controlPathProblems(system: System): readonly PlanProblem[] {
  const { controlPlane, host } = system;
  if (controlPlane === null) return [];
  const { protocol } = controlPlane.admin;
  const reachable = hostMachine(system).addresses.length > 0;
  return [
    ...(protocol === "tcp"
      ? []
      : [
          {
            ...({ code: "unsupported", vm: HOST_NAME } as const),
            reason: `the control plane is to be reached over ${protocol}, and VMs reach each other over tcp`,
            fix: 'set ghaf.givc.adminConfig.protocol to "tcp"',
          },
        ]),
    ...(host.agent === null || reachable
      ? []
      : [
          {
            ...({ code: "unsupported", vm: HOST_NAME } as const),
            reason:
              "the host has no network to admin-vm: it is in that of debug builds only",
            fix: 'set ghaf.build to "debug" with ghaf.host.networking.enable, or ghaf.givc.host.enable to false',
          },
        ]),
  ];
}
