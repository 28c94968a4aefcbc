/** Names, endpoints and the error of their parsers. Messages are under `./proto/*`, the RPC seam under `./rpc`. */

export {
  type Endpoint,
  endpointStrings,
  formatEndpoint,
  type ListenAddress,
  parseEndpoint,
  parseListenAddress,
  parseVsock,
  type TransportStrings,
} from "./endpoint.ts";
export { ApiError, type ApiErrorCode, quote } from "./errors.ts";
export { isIpAddress, normalizeIp } from "./ip-address.ts";
export {
  isLocale,
  isTimezone,
  LOCALE_KEYS,
  type LocaleAssignment,
  type LocaleKey,
  localeKey,
} from "./locale.ts";
export {
  type AgentUnit,
  type AppInstance,
  type AppName,
  agentUnit,
  appUnit,
  parseAppInstance,
  parseAppName,
  parseUnitName,
  parseVmName,
  type UnitName,
  type VmName,
  vmOfUnit,
  vmUnit,
} from "./names.ts";
export {
  endedStatus,
  hasEnded,
  isFrozen,
  isRunning,
  readUnitStatus,
  sameStatus,
  type UnitStatus,
  writeUnitStatus,
} from "./unit-status.ts";
