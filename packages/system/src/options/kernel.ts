/** Options of what kernels get beyond the hardware definition: `ghaf.kernel`. */

import { type OptionTree, option, t, worded } from "@ghaf/module-system";
import { kernelModule, kernelParameter } from "../values/kernel-word.ts";

const settingsOptions = {
  kernelParams: option(t.listOf(kernelParameter), {
    default: [],
    description:
      "Words of the kernel's command line. They stand behind those of the hardware definition, which force() here leaves in place.",
    origin: "ours",
  }),
  stage1: {
    kernelModules: option(t.listOf(kernelModule), {
      default: [],
      description: "Kernel modules that the initrd loads.",
      origin: "ours",
    }),
  },
  stage2: {
    kernelModules: option(t.listOf(kernelModule), {
      default: [],
      description: "Kernel modules that are loaded once the root is mounted.",
      origin: "ours",
    }),
  },
} satisfies OptionTree;

export const kernelOptions = {
  audiovm: kernelSettings(
    "Kernel parameters and modules of audio-vm. Those of the hardware definition's sound devices are added.",
  ),
  guivm: kernelSettings(
    "Kernel parameters and modules of gui-vm. Those of the hardware definition's graphics devices are added.",
  ),
  host: kernelSettings(
    "Kernel parameters and modules of the host, after those of the hardware definition.",
  ),
} satisfies OptionTree;

/** The documented words are wide; what we accept is what a kernel is given. */
function kernelSettings(description: string) {
  return option(worded("attribute set", t.submodule(settingsOptions)), {
    default: {},
    description,
  });
}
