/** A second application VM for browsing, which no profile turns on (spec 2.5, 2.7). */

import type { PlatformConfig } from "../../options/platform-options.ts";
import type { AppVmDefinition } from "../../options/virtualization-app-vm.ts";
import { browserCommand } from "./browser-command.ts";
import { debugPackages } from "./debug-packages.ts";

export function chromiumVm(config: PlatformConfig): AppVmDefinition {
  return {
    name: "chromium",
    packages: ["chromium", ...debugPackages(config, "alsa-utils")],
    macAddress: "02:00:00:03:05:01",
    ramMb: 6144,
    cores: 4,
    borderColor: "#b83232",
    ghafAudio: { enable: true },
    vtpm: { enable: true },
    applications: [
      {
        name: "chromium",
        title: "Chromium",
        description: "A browser for what others should not see",
        icon: "chromium",
        command: browserCommand(config),
        args: ["url", "flag"],
      },
    ],
  };
}
