/**
 * From the message of an agent's configuration to what the agent works with:
 * defaults put in, names and addresses parsed, all mistakes collected
 * (control-plane specification 3.2).
 */

import type {
  AgentConfig,
  Capabilities,
  Identity,
} from "../gen/ghaf/config/v1/agent_config_pb.ts";
import { agentUnit, parseUnitName } from "../names.ts";
import {
  ConfigError,
  describeValue,
  Findings,
  type Place,
} from "./findings.ts";
import { resolveApplications } from "./resolve-applications.ts";
import { resolveNetwork } from "./resolve-network.ts";
import { resolveSupervisor } from "./resolve-supervisor.ts";
import { resolveUnits } from "./resolve-units.ts";
import {
  OPTIONAL_CAPABILITIES,
  type OptionalCapability,
  type ResolvedAgentConfig,
  type ResolvedIdentity,
} from "./resolved-agent-config.ts";

/** Unit type numbers go from 0 (host agent) to 14 (application), specification 2.4. */
const LARGEST_TYPE = 14;

export interface ResolveOptions {
  /** The file or environment that was read, for the error. */
  readonly source?: string;
  /** What reading has found already. */
  readonly findings?: Findings;
}

/** @throws ConfigError with every problem of reading and resolving */
export function resolveAgentConfig(
  message: AgentConfig,
  options: ResolveOptions = {},
): ResolvedAgentConfig {
  const { source = "agent configuration", findings = new Findings() } = options;
  const { capabilities, accessControl } = message;
  const identity = resolveIdentity(message.identity, findings.at("identity"));
  const network = resolveNetwork(message.network, findings.at("network"));
  const place = findings.at("capabilities");
  const units = resolveUnits(capabilities, message.identity?.subType, place);
  const manifest = capabilities?.applications ?? [];
  const applications = resolveApplications(manifest, place.at("applications"));
  const supervisor = resolveSupervisor(
    message.supervisor,
    findings.at("supervisor"),
  );
  const unusable = identity === undefined || network === undefined;
  if (unusable || findings.problems.length > 0) {
    throw new ConfigError(source, findings.problems);
  }
  warnAboutNames(identity.name, network.agent.name, findings);
  return {
    identity,
    network,
    units,
    applications,
    enabled: enabledCapabilities(capabilities),
    accessControl: {
      enable: accessControl?.enable ?? false,
      rulesFile: accessControl?.rulesFile ?? "",
    },
    supervisor,
    warnings: findings.warnings,
  };
}

function resolveIdentity(
  message: Identity | undefined,
  place: Place,
): ResolvedIdentity | undefined {
  const { name = "", type = 0, subType = 0, parent = "" } = message ?? {};
  const agentNames =
    "an agent name (letters, digits, `_`, `-` and `.`, at most 64)";
  const unit = place.at("name").parse(agentNames, agentUnit, name);
  checkType(type, place.at("type"));
  checkType(subType, place.at("subType"));
  const units = "a unit name such as microvm@app-vm.service";
  const parentUnit =
    parent === ""
      ? undefined
      : place.at("parent").parse(units, parseUnitName, parent);
  if (unit === undefined) return undefined;
  return { name, unit, type, subType, parent: parentUnit };
}

function checkType(type: number, place: Place): void {
  if (type <= LARGEST_TYPE) return;
  place.wrong(`a unit type number from 0 to ${LARGEST_TYPE}`, type);
}

function enabledCapabilities(
  capabilities: Capabilities | undefined,
): readonly OptionalCapability[] {
  return OPTIONAL_CAPABILITIES.filter(
    (name) => capabilities?.[name]?.enable === true,
  );
}

/** The admin wants both to be the first DNS name of the certificate. */
function warnAboutNames(
  identity: string,
  transport: string,
  findings: Findings,
): void {
  if (transport === "" || transport === identity) return;
  const names = `${describeValue(transport)} is not identity.name ${describeValue(identity)}`;
  findings
    .at("network.agent.transport.name")
    .warn(`${names}; an admin may refuse the registration`);
}
