/** The application VMs that come with the platform, in the order in which the reference lists them (spec 2.1). */

import type { PlatformConfig } from "../../options/platform-options.ts";
import type { AppVmDefinition } from "../../options/virtualization-app-vm.ts";
import { businessVm } from "./business.ts";
import { chromeVm } from "./chrome.ts";
import { chromiumVm } from "./chromium.ts";
import { commsVm } from "./comms.ts";
import { galaVm } from "./gala.ts";
import { zathuraVm } from "./zathura.ts";

/** Named as the option that chooses it. */
export type ReferenceAppVm =
  | "chromium-vm"
  | "chrome-vm"
  | "gala-vm"
  | "zathura-vm"
  | "comms-vm"
  | "business-vm";

interface Entry {
  readonly name: ReferenceAppVm;
  /** The VM as it is under a configuration. */
  readonly define: (config: PlatformConfig) => AppVmDefinition;
}

export const referenceAppVms: readonly Entry[] = [
  { name: "chromium-vm", define: chromiumVm },
  { name: "chrome-vm", define: chromeVm },
  { name: "gala-vm", define: galaVm },
  { name: "zathura-vm", define: zathuraVm },
  { name: "comms-vm", define: commsVm },
  { name: "business-vm", define: businessVm },
];
