/** Launchers of applications in VMs: each asks the control plane (spec 2.8). */

import { appVms, hasSystemVm, vmName } from "../../machine/enabled-vms.ts";
import type { PlatformConfig } from "../../options/platform-options.ts";
import { controlCommand } from "../control-command.ts";
import type { LauncherDefinition } from "./launcher.ts";

/** None without the control plane or without gui-vm, which shows them. */
export function appVmLaunchers(
  config: PlatformConfig,
): readonly LauncherDefinition[] {
  if (!config.ghaf.givc.enable || !hasSystemVm(config, "gui")) return [];
  return appVms(config).flatMap(({ name: baseName, applications }) => {
    const vm = vmName(baseName);
    return applications
      .filter(({ launcher }) => launcher)
      .map(({ name, title, description, icon }) => ({
        ...{ name: title ?? name, description, icon: icon ?? name, vm },
        path: controlCommand(config, ["start", "app", name, "--vm", vm]),
      }));
  });
}
