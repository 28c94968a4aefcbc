/** Poweroff, reboot and suspend of the whole computer: targets of the host. */

import { parseUnitName } from "@ghaf/api";
import { hostAgent } from "../registry/lookup.ts";
import { type ControlPorts, linkTo } from "./reach.ts";

export type PowerVerb = "poweroff" | "reboot" | "suspend";

/** @throws AdminError `not-found` without a host agent, or as the agent fails */
export async function power(
  ports: ControlPorts,
  verb: PowerVerb,
  signal: AbortSignal,
): Promise<void> {
  const host = linkTo(ports, hostAgent(ports.registry.state));
  await host.command("start", parseUnitName(`${verb}.target`), { signal });
}
