/** The launcher of a Windows VM (spec 2.8, 2.34). */

import type { PlatformConfig } from "../../options/platform-options.ts";
import { type LauncherDefinition, localLauncher } from "./launcher.ts";

export function windowsLaunchers({
  ghaf,
}: PlatformConfig): readonly LauncherDefinition[] {
  const windows = ghaf.reference.programs["windows-launcher"];
  if (!windows.enable) return [];
  const address = `spice://${windows["spice-host"]}:${windows["spice-port"]}`;
  return [
    localLauncher({
      name: "Windows",
      description: "A Windows machine beside the others",
      path: windows.spice
        ? ["/usr/bin/remote-viewer", "-f", address]
        : ["/usr/bin/windows-launcher-ui"],
      icon: "distributor-logo-windows",
    }),
  ];
}
