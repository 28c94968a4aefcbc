/** The options of a kernel that a hardware definition has for the host and for each VM with devices. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { kernelModule, kernelParameter } from "../values/kernel-word.ts";

const kernelModules = t.listOf(kernelModule);

const kernelConfigOptions = {
  kernelParams: option(t.listOf(kernelParameter), {
    default: [],
    example: [
      "intel_iommu=on,sm_on",
      "iommu=pt",
      "module_blacklist=i915",
      "acpi_backlight=vendor",
      "acpi_osi=linux",
    ],
    description: "Parameters for the kernel's command line, one per item.",
  }),
  stage1: {
    kernelModules: option(kernelModules, {
      default: [],
      example: ["i915"],
      description: "Modules that are loaded in the initrd.",
    }),
  },
  stage2: {
    kernelModules: option(kernelModules, {
      default: [],
      example: ["i915"],
      description:
        "Modules that are loaded once the root file system is there.",
    }),
  },
} as const satisfies OptionTree;

/** @param whose kernel: `the host`, `net-vm` */
export function kernelConfig(whose: string) {
  return option(t.submodule(kernelConfigOptions), {
    default: {},
    description: `Parameters and modules that this machine needs in the kernel of ${whose}.`,
  });
}
