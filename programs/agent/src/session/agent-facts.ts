/** What an agent says of itself when it registers, in whichever way it does. */

import type { UnitName } from "@ghaf/api";
import type { ResolvedAgentConfig } from "@ghaf/api/config";

export interface AgentFacts {
  readonly unit: UnitName;
  /** Unit type number, 0 to 14 (specification 2.4). */
  readonly type: number;
  /** The unit that this machine is on its host; empty on the host. */
  readonly parent: string;
  /** Fields of an `admin.TransportConfig`. */
  readonly transport: {
    readonly Protocol: string;
    readonly Address: string;
    readonly Port: string;
    readonly Name: string;
  };
  /** The configured services with their type numbers. Targets and the like are not registered. */
  readonly services: ReadonlyMap<UnitName, number>;
  /** Program and version, for people. */
  readonly version: string;
}

export function agentFacts(
  config: ResolvedAgentConfig,
  version: string,
): AgentFacts {
  const { identity, network, units } = config;
  const { protocol, address, port } = network.agent.strings;
  return {
    unit: identity.unit,
    type: identity.type,
    parent: identity.parent ?? "",
    transport: {
      Protocol: protocol,
      Address: address,
      Port: port,
      Name: network.agent.name,
    },
    services: new Map([...units].filter(([unit]) => unit.endsWith(".service"))),
    version,
  };
}
