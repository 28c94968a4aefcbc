/** Options that only one of the hypervisors has. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { argument } from "../values/argument.ts";
import { absolutePathText } from "../values/file-path.ts";
import { machineSettings } from "../values/qemu-word.ts";

function extraArgs(program: string) {
  return option(t.listOf(argument), {
    default: [],
    example: ["-device", "qemu-xhci"],
    origin: "tag",
    description: `More arguments for ${program}; each item is one argument, whatever it contains.`,
  });
}

export const hypervisorOptions = {
  qemu: {
    machine: option(t.nullOr(t.oneOf("microvm", "q35", "virt")), {
      default: null,
      example: "q35",
      origin: "tag",
      description:
        "The kind of machine that QEMU plays. Null: microvm on x86-64, virt on ARM.",
    }),
    machineOpts: option(t.nullOr(machineSettings), {
      default: null,
      origin: "tag",
      description: "Settings of that machine instead of the computed ones.",
    }),
    extraArgs: extraArgs("QEMU"),
    serialConsole: option(t.boolean, {
      default: true,
      origin: "tag",
      description: "Gives the VM a serial port for its console.",
    }),
  },
  "cloud-hypervisor": { extraArgs: extraArgs("cloud-hypervisor") },
  crosvm: {
    extraArgs: extraArgs("crosvm"),
    pivotRoot: option(t.nullOr(absolutePathText), {
      default: null,
      origin: "tag",
      description: "The directory that crosvm makes its root.",
    }),
  },
} as const satisfies OptionTree;
