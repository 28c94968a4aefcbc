/** Reading configuration files against their messages. */

export {
  ARGUMENT_KINDS,
  type ArgumentKind,
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
  type SupervisorKind,
} from "./resolved-agent-config.ts";
