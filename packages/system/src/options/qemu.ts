/** Options of the QEMU command lines of system VMs: `ghaf.qemu`. */

import { type OptionTree, option, t, worded } from "@ghaf/module-system";
import { argument } from "../values/argument.ts";

const settingsOptions = {
  extraArgs: option(t.listOf(argument), {
    default: [],
    description:
      "Words of the QEMU command line, after those that are computed.",
    origin: "ours",
  }),
} satisfies OptionTree;

export const qemuOptions = {
  audiovm: qemuSettings(
    "Further QEMU arguments of audio-vm, after those of its USB and sound devices.",
  ),
  guivm: qemuSettings(
    "Further QEMU arguments of gui-vm, after those of its lid, battery, buttons and USB devices.",
  ),
} satisfies OptionTree;

/** The documented words are wide; what we accept is what QEMU is given. */
function qemuSettings(description: string) {
  return option(worded("attribute set", t.submodule(settingsOptions)), {
    default: {},
    description,
  });
}
