/** The `ghaf` options of a VM: storage, windows, sound and its place in the control plane (spec 4.4). */

import { type OptionTree, option, removed, t } from "@ghaf/module-system";
import { offByDefault } from "../options/off-by-default.ts";
import { manifestOptions } from "../options/virtualization-application.ts";
import { nameOrNone } from "../values/name-or-none.ts";
import { guestStorageOptions } from "./guest-storage.ts";

const GENERATED =
  "the units of the windows' transport are generated; add settings to them with `units`, and `dropIn: true`";

/** @param role of the VM, as people call it */
function agentOf(role: string) {
  return {
    enable: offByDefault(
      `Runs the control plane's agent as that of the ${role} VM.`,
      "tag",
    ),
  } as const satisfies OptionTree;
}

const appvm = {
  enable: offByDefault(
    "Runs the control plane's agent as that of an application VM.",
    "tag",
  ),
  name: option(nameOrNone, {
    default: "",
    origin: "tag",
    description: "The agent's name. Empty: that of the VM.",
  }),
  applications: option(t.listOf(t.submodule(manifestOptions)), {
    default: [],
    origin: "tag",
    description:
      "More programs that the control plane may start in this VM, without launchers.",
  }),
} as const satisfies OptionTree;

export const guestGhafOptions = {
  storagevm: guestStorageOptions,
  waypipe: {
    enable: offByDefault("Sends the VM's windows to gui-vm.", "tag"),
    waypipeBorder: offByDefault(
      "Draws the frame of the VM's colour here instead of in gui-vm, 3 pixels wide.",
      "tag",
    ),
    proxyService: removed(GENERATED),
    waypipeService: removed(GENERATED),
  },
  "ghaf-audio": {
    enable: offByDefault(
      "Lets the VM play and record sound through audio-vm.",
      "tag",
    ),
    name: option(nameOrNone, {
      default: "",
      origin: "tag",
      description:
        "What its sound devices are called in audio-vm. Empty: by the VM's name.",
    }),
    useTunneling: offByDefault(
      "Runs a sound server in the VM itself that forwards to audio-vm.",
      "tag",
    ),
  },
  givc: {
    debug: offByDefault("Lets the VM's agent log every call.", "tag"),
    appvm,
    adminvm: agentOf("administration"),
    netvm: agentOf("network"),
    guivm: agentOf("graphics"),
    audiovm: agentOf("sound"),
  },
} as const satisfies OptionTree;
