/** What machines tell of themselves: load and memory of one, identity of the host. */

import type { VmName } from "@ghaf/api";
import type {
  StatsResponse,
  SysinfoResponse,
} from "@ghaf/api/proto/stats/stats";
import { AdminError } from "../errors.ts";
import { agentKey, hostAgent } from "../registry/lookup.ts";
import { type ControlPorts, linkTo } from "./reach.ts";

/** @throws AdminError `not-found`: `VM <key> not found` */
export async function stats(
  ports: ControlPorts,
  vm: VmName,
  signal: AbortSignal,
): Promise<StatsResponse> {
  const key = agentKey(vm);
  const agent = ports.registry.state.rows.agent(key);
  if (agent === undefined) {
    throw new AdminError("not-found", `VM ${key} not found`, { value: key });
  }
  return linkTo(ports, agent).stats({ signal });
}

/** Of the host. @throws AdminError `not-found` without a host agent */
export async function sysinfo(
  ports: ControlPorts,
  signal: AbortSignal,
): Promise<SysinfoResponse> {
  const host = linkTo(ports, hostAgent(ports.registry.state));
  return host.sysinfo({ signal });
}
