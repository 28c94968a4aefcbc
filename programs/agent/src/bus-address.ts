/** On which bus the manager of this agent's units is: the system's for root, else the user's. */

import { AgentError } from "./errors.ts";

/** The variables that say where buses are, sd_bus_open(3). */
export interface BusEnvironment {
  readonly DBUS_SYSTEM_BUS_ADDRESS?: string | undefined;
  readonly DBUS_SESSION_BUS_ADDRESS?: string | undefined;
  readonly XDG_RUNTIME_DIR?: string | undefined;
}

const SYSTEM_BUS = "unix:path=/run/dbus/system_bus_socket";

/** @throws AgentError `configuration` when a user's bus is nowhere to be found */
export function busAddress(
  isRoot: boolean,
  environment: BusEnvironment,
): string {
  if (isRoot) return environment.DBUS_SYSTEM_BUS_ADDRESS || SYSTEM_BUS;
  const { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR } = environment;
  if (DBUS_SESSION_BUS_ADDRESS) return DBUS_SESSION_BUS_ADDRESS;
  if (XDG_RUNTIME_DIR) return `unix:path=${XDG_RUNTIME_DIR}/bus`;
  throw new AgentError(
    "configuration",
    "no session bus: neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set; start the agent as a user service, or as root",
  );
}
