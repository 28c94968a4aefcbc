/** What reading either form of 2024 gives, and its last step. */

import type { AgentConfig2024 } from "../../gen/ghaf/config/v1/agent_config_2024_pb.ts";
import { ConfigError, type Findings } from "../findings.ts";
import { resolveAgentConfig } from "../resolve-agent-config.ts";
import type { ResolvedAgentConfig } from "../resolved-agent-config.ts";
import { translateAgentConfig2024, translationNotice } from "./translate.ts";

export interface TranslatedAgentConfig {
  readonly config: ResolvedAgentConfig;
  /** The translation, for whoever starts the agent; several lines. */
  readonly notice: string;
  /** The configuration asked for debug output, which is a flag today. */
  readonly debug: boolean;
}

/**
 * Translates and resolves what was read. Mistakes of the old form are reported
 * under its own names and before anything is translated.
 * @throws ConfigError
 */
export function resolveTranslated(
  old: AgentConfig2024,
  source: string,
  findings: Findings,
): TranslatedAgentConfig {
  if (findings.problems.length > 0) {
    throw new ConfigError(source, findings.problems);
  }
  const message = translateAgentConfig2024(old);
  const translated = `${source}, translated from the form of 2024`;
  return {
    config: resolveAgentConfig(message, { source: translated, findings }),
    notice: translationNotice(source, message),
    debug: old.debug,
  };
}
