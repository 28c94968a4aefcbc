/** Reading configuration files against their messages. */

export {
  ConfigError,
  type ConfigProblem,
  formatProblem,
} from "./findings.ts";
export {
  type Environment,
  isAgentEnvironment2024,
  readAgentEnvironment2024,
} from "./form-2024/read-environment.ts";
export {
  isAgentConfig2024,
  readAgentConfig2024,
} from "./form-2024/read-file.ts";
export type { TranslatedAgentConfig } from "./form-2024/read-translated.ts";
export {
  type AdminConfigReading,
  readAdminConfig,
} from "./read-admin-config.ts";
export { readAgentConfig } from "./read-agent-config.ts";
export { type ConfigReading, readConfig } from "./read-config.ts";
export { resolveAgentConfig } from "./resolve-agent-config.ts";
export {
  ARGUMENT_KINDS,
  type ArgumentKind,
  type Instances,
  OPTIONAL_CAPABILITIES,
  type OptionalCapability,
  type ResolvedAccessControl,
  type ResolvedAgentConfig,
  type ResolvedApplication,
  type ResolvedIdentity,
  type ResolvedNetwork,
  type ResolvedSupervisedUnit,
  type ResolvedSupervisor,
  type ResolvedTlsPaths,
  type ResolvedTransport,
  type SupervisedCommand,
  type SupervisorKind,
} from "./resolved-agent-config.ts";
