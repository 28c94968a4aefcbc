/** The application VM for a remote Android phone; its program comes from its vendor, not from Debian (spec 2.5, 2.7). */

import type { AppVmDefinition } from "../../options/virtualization-app-vm.ts";
import { WAYLAND_FLAGS } from "./browser-command.ts";

export function galaVm(): AppVmDefinition {
  return {
    name: "gala",
    macAddress: "02:00:00:03:06:01",
    ramMb: 1536,
    cores: 2,
    borderColor: "#027d7b",
    applications: [
      {
        name: "gala",
        title: "GALA",
        description: "Secure Android in the cloud",
        icon: "distributor-logo-android",
        command: `gala ${WAYLAND_FLAGS}`,
      },
    ],
  };
}
