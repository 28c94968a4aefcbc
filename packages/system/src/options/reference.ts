/** Options below `ghaf.reference`: the device that the platform itself comes with, piece by piece (spec 4.3.7). */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { guestOptions } from "../guest/guest-options.ts";
import { offByDefault } from "./off-by-default.ts";
import { referenceProgramOptions } from "./reference-programs.ts";
import { referenceServiceOptions } from "./reference-services.ts";
import { appVmDefinitions } from "./virtualization-app-vm.ts";

/** @param programs what people do in it */
function referenceVm(programs: string) {
  return offByDefault(
    `Adds the application VM for ${programs}. Needs ghaf.reference.appvms.enable.`,
  );
}

const appvms = {
  enable: offByDefault(
    "Turns the application VMs that are chosen beside it into definitions of VMs.",
  ),
  "enabled-app-vms": option(appVmDefinitions, {
    default: [],
    description:
      "The definitions of the chosen application VMs. Computed from the choices beside it; VMs of one's own may be added.",
  }),
  "business-vm": referenceVm(
    "work behind a company's proxy and VPN: browser, mail, meetings and files",
  ),
  "chrome-vm": referenceVm("browsing with Google Chrome"),
  "chromium-vm": referenceVm("browsing with Chromium"),
  "comms-vm": referenceVm("messages and calls: Element, Slack and Zoom"),
  "gala-vm": referenceVm("the GALA client for Android applications"),
  "zathura-vm": referenceVm(
    "reading documents and pictures of other VMs, without storage of its own",
  ),
} as const satisfies OptionTree;

const profiles = {
  "laptop-x86": {
    enable: offByDefault(
      "An x86-64 laptop cut into VMs: net-vm, gui-vm, audio-vm, admin-vm and application VMs, with USB devices, TPM and logging.",
    ),
    "enabled-app-vms": option(appVmDefinitions, {
      default: [],
      description: "The application VMs of the laptop.",
    }),
    guivmExtraModules: option(t.modules(guestOptions), {
      default: [],
      description: "Guest modules that are added to gui-vm.",
    }),
    netvmExtraModules: option(t.modules(guestOptions), {
      default: [],
      description: "Guest modules that are added to net-vm.",
    }),
  },
  "mvp-user-trial": {
    enable: offByDefault(
      "The laptop for trials with people: five application VMs, business proxy, developers' keys, and a session that locks itself.",
    ),
  },
  "mvp-user-trial-extras": {
    enable: offByDefault(
      "What a trial may have on top: a Windows VM, a hardened host, inspection of the network's traffic, and a start screen.",
    ),
  },
} as const satisfies OptionTree;

export const referenceOptions = {
  appvms,
  personalize: {
    keys: {
      enable: offByDefault(
        "Lets the developers of the platform log in with their SSH and FIDO keys. Refused in a release build.",
      ),
    },
  },
  profiles,
  programs: referenceProgramOptions,
  services: referenceServiceOptions,
} as const satisfies OptionTree;
