/** Options of one processor architecture on a machine of another (spec 4.5, row 15). */

import type { Check, Reporter } from "@ghaf/module-system";
import type { PlatformConfig } from "../options/platform-options.ts";

export const architectureChecks: readonly Check<PlatformConfig>[] = [
  x86OnArm,
  boardWithoutOrin,
  passthroughOfOtherBoard,
];

const NVIDIA = "ghaf.hardware.nvidia";
const ORIN = `${NVIDIA}.orin.enable`;

/** A Jetson Orin is the only machine that says it is not an x86-64 one. */
function x86OnArm({ ghaf }: PlatformConfig, report: Reporter): void {
  if (!ghaf.hardware.nvidia.orin.enable) return;
  const { hypervisor } = ghaf.host.kernel.hardening;
  const { common } = ghaf.hardware.x86_64;
  const switches = [
    ["ghaf.hardware.x86_64.common.enable", common.enable],
    ["ghaf.hardware.tpm2.enable", ghaf.hardware.tpm2.enable],
    // It follows from the switch above it all.
    ["ghaf.systemd.withTpm2Tss", ghaf.systemd.withTpm2Tss && !common.enable],
    ["ghaf.host.kernel.hardening.hypervisor.enable", hypervisor.enable],
    ["ghaf.guest.kernel.hardening.enable", ghaf.guest.kernel.hardening.enable],
  ] as const;
  for (const [path, on] of switches) {
    if (!on) continue;
    report.error({
      path,
      reason:
        "is on, which is for x86-64, but the machine is a Jetson Orin, which is ARM",
      fix: `turn it off, or ${ORIN}`,
      others: [ORIN],
    });
  }
}

function boardWithoutOrin({ ghaf }: PlatformConfig, report: Reporter): void {
  const { orin, virtualization, passthroughs } = ghaf.hardware.nvidia;
  if (orin.enable) return;
  const switches = [
    ["orin.enablePCIPassthroughCommon", orin.enablePCIPassthroughCommon],
    [
      "orin.agx.enableNetvmWlanPCIPassthrough",
      orin.agx.enableNetvmWlanPCIPassthrough,
    ],
    [
      "orin.nx.enableNetvmEthernetPCIPassthrough",
      orin.nx.enableNetvmEthernetPCIPassthrough,
    ],
    ["virtualization.enable", virtualization.enable],
    ["virtualization.host.bpmp.enable", virtualization.host.bpmp.enable],
    ["passthroughs.host.uarta.enable", passthroughs.host.uarta.enable],
    ["passthroughs.uarti_net_vm.enable", passthroughs.uarti_net_vm.enable],
  ] as const;
  for (const [name, on] of switches) {
    if (!on) continue;
    report.error({
      path: `${NVIDIA}.${name}`,
      reason: "is on, but the machine is no Jetson Orin",
      fix: `turn ${ORIN} on, or this off`,
      others: [ORIN],
    });
  }
}

function passthroughOfOtherBoard(
  { ghaf }: PlatformConfig,
  report: Reporter,
): void {
  const { orin } = ghaf.hardware.nvidia;
  if (!orin.enable) return;
  const switches = [
    {
      ...{ som: "agx", path: "agx.enableNetvmWlanPCIPassthrough" },
      on: orin.agx.enableNetvmWlanPCIPassthrough,
    },
    {
      ...{ som: "nx", path: "nx.enableNetvmEthernetPCIPassthrough" },
      on: orin.nx.enableNetvmEthernetPCIPassthrough,
    },
  ];
  for (const { som, path, on } of switches) {
    if (!on || som === orin.somType) continue;
    report.error({
      path: `${NVIDIA}.orin.${path}`,
      reason: `is on, which is for the module ${som}, but the module is ${orin.somType}`,
      fix: `turn it off, or set ${NVIDIA}.orin.somType to "${som}"`,
      others: [`${NVIDIA}.orin.somType`],
    });
  }
}
