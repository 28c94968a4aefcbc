/** The application VM that opens documents and pictures of others and forgets them (spec 2.5, 2.7, 2.16). */

import { force } from "@ghaf/module-system";
import type { AppVmDefinition } from "../../options/virtualization-app-vm.ts";

export function zathuraVm(): AppVmDefinition {
  return {
    name: "zathura",
    packages: ["zathura", "pqiv"],
    macAddress: "02:00:00:03:07:01",
    ramMb: 512,
    cores: 1,
    borderColor: "#122263",
    applications: [
      {
        name: "zathura",
        title: "PDF Viewer",
        description: "Isolated viewer of documents",
        icon: "document-viewer",
        command: "zathura",
      },
    ],
    // What it has shown must not be there at its next start.
    extraModules: [{ ghaf: { storagevm: { enable: force(false) } } }],
  };
}
