/** Openings of a VM for those that talk to its role; a VM that is not there needs none. */

import type { PlatformConfig } from "../../options/platform-options.ts";
import { hasSystemVm, type SystemVmRole, vmName } from "../enabled-vms.ts";
import { AGENT_PORT } from "../ports.ts";

export interface PlannedOpening {
  readonly port: number;
  readonly from: string;
}

/** For one system VM. */
export function openForRole(
  config: PlatformConfig,
  port: number,
  role: SystemVmRole,
): readonly PlannedOpening[] {
  return hasSystemVm(config, role) ? [{ port, from: vmName(role) }] : [];
}

/** The agent, which only the server of the control plane talks to. */
export function agentOpening(
  config: PlatformConfig,
): readonly PlannedOpening[] {
  return config.ghaf.givc.enable
    ? openForRole(config, AGENT_PORT, "admin")
    : [];
}
