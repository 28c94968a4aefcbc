/** Launchers that end or pause the session and the device (spec 2.20, S63). */

import { hasSystemVm } from "../../machine/enabled-vms.ts";
import type { PlatformConfig } from "../../options/platform-options.ts";
import { controlCommand } from "../control-command.ts";
import { type LauncherDefinition, localLauncher } from "./launcher.ts";

const SESSION: readonly LauncherDefinition[] = [
  localLauncher({
    name: "Lock",
    description: "Asks for the password before it goes on",
    path: ["/usr/bin/loginctl", "lock-session"],
    icon: "system-lock-screen",
  }),
  localLauncher({
    name: "Log Out",
    description: "Ends the session",
    path: ["/usr/bin/labwc", "--exit"],
    icon: "system-log-out",
  }),
];

interface PowerCommand {
  readonly name: string;
  readonly description: string;
  readonly verb: "suspend" | "reboot" | "poweroff";
  readonly icon: string;
}

const POWER: readonly PowerCommand[] = [
  {
    name: "Suspend",
    description: "Sleeps until a key is pressed",
    verb: "suspend",
    icon: "system-suspend",
  },
  {
    name: "Reboot",
    description: "Starts the device anew",
    verb: "reboot",
    icon: "system-reboot",
  },
  {
    name: "Shutdown",
    description: "Turns the device off",
    verb: "poweroff",
    icon: "system-shutdown",
  },
];

export function powerLaunchers(
  config: PlatformConfig,
): readonly LauncherDefinition[] {
  if (!config.ghaf.graphics.labwc.enable) return [];
  return [
    ...SESSION,
    ...POWER.flatMap(({ verb, ...facts }) => {
      const path = powerCommand(config, verb);
      return path === null ? [] : [localLauncher({ ...facts, path })];
    }),
  ];
}

/** A VM has to ask the host, which may not allow it; a host without VMs asks itself. */
function powerCommand(
  config: PlatformConfig,
  verb: PowerCommand["verb"],
): readonly string[] | null {
  if (!hasSystemVm(config, "gui")) return ["/usr/bin/systemctl", verb];
  const { givc, host } = config.ghaf;
  return givc.enable && host.powercontrol.enable
    ? controlCommand(config, [verb])
    : null;
}
