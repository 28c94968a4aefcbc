/** The application VM for browsing; addresses that other VMs may not open are handed to it (spec 2.5, 2.7). */

import type { PlatformConfig } from "../../options/platform-options.ts";
import type { AppVmDefinition } from "../../options/virtualization-app-vm.ts";
import { browserCommand } from "./browser-command.ts";
import { debugPackages } from "./debug-packages.ts";

export function chromeVm(config: PlatformConfig): AppVmDefinition {
  return {
    name: "chrome",
    packages: ["chromium", ...debugPackages(config, "alsa-utils")],
    macAddress: "02:00:00:03:11:01",
    ramMb: 6144,
    cores: 4,
    borderColor: "#630505",
    ghafAudio: { enable: true },
    vtpm: { enable: true },
    applications: [
      {
        name: "google-chrome",
        title: "Google Chrome",
        description: "Isolated General Browsing",
        icon: "google-chrome",
        command: browserCommand(config),
        args: ["url", "flag"],
      },
    ],
  };
}
