/** The configuration file of givc-agent in today's form. */

import { AgentConfigSchema } from "../gen/ghaf/config/v1/agent_config_pb.ts";
import { Findings } from "./findings.ts";
import { readMessage } from "./read-config.ts";
import { resolveAgentConfig } from "./resolve-agent-config.ts";
import type { ResolvedAgentConfig } from "./resolved-agent-config.ts";

/**
 * @param source the file, for the error
 * @throws ConfigError with every problem
 */
export function readAgentConfig(
  untrustedJson: unknown,
  source = "agent configuration",
): ResolvedAgentConfig {
  const findings = new Findings();
  const message = readMessage(
    AgentConfigSchema,
    untrustedJson,
    findings.at(""),
  );
  return resolveAgentConfig(message, { source, findings });
}
