/** Kernels of host and VMs: choices that exclude each other, and parts that something else needs (spec 4.3.1). */

import type { Check, Reporter } from "@ghaf/module-system";
import type { PlatformConfig } from "../options/platform-options.ts";

export const kernelChecks: readonly Check<PlatformConfig>[] = [
  oneHostKernel,
  partsOfNothing,
  partsThatAreNeeded,
  deviceTree,
];

const HOST = "ghaf.host.kernel.hardening";
const GUEST = "ghaf.guest.kernel.hardening";

function oneHostKernel({ ghaf }: PlatformConfig, report: Reporter): void {
  const { enable, hypervisor } = ghaf.host.kernel.hardening;
  if (!enable || !hypervisor.enable) return;
  report.error({
    path: `${HOST}.hypervisor.enable`,
    reason: `is on together with ${HOST}.enable, but each is a host kernel of its own`,
    fix: "turn one of them off",
    others: [`${HOST}.enable`],
  });
}

const PARTS = [
  "debug",
  "inputdevices",
  "networking",
  "usb",
  "virtualization",
] as const;

function partsOfNothing({ ghaf }: PlatformConfig, report: Reporter): void {
  const host = ghaf.host.kernel.hardening;
  const guest = ghaf.guest.kernel.hardening;
  const parts = [
    ...PARTS.map((part) => ({
      ...{ path: `${HOST}.${part}.enable`, of: `${HOST}.enable` },
      useless: host[part].enable && !host.enable,
    })),
    {
      ...{ path: `${GUEST}.graphics.enable`, of: `${GUEST}.enable` },
      useless: guest.graphics.enable && !guest.enable,
    },
  ];
  for (const { path, of, useless } of parts) {
    if (!useless) continue;
    report.warning({
      path,
      reason: `is on, but has no effect while ${of} is off`,
      fix: `turn ${of} on, or this off`,
      others: [of],
    });
  }
}

function partsThatAreNeeded({ ghaf }: PlatformConfig, report: Reporter): void {
  const { enable, virtualization, networking } = ghaf.host.kernel.hardening;
  if (!enable) return;
  const needs = [
    {
      part: "virtualization",
      missing:
        ghaf.virtualization["microvm-host"].enable && !virtualization.enable,
      by: "ghaf.virtualization.microvm-host.enable",
      why: "to run VMs",
    },
    {
      part: "networking",
      missing: ghaf.host.networking.enable && !networking.enable,
      by: "ghaf.host.networking.enable",
      why: "for the bridge between VMs",
    },
  ];
  for (const { part, missing, by, why } of needs) {
    if (!missing) continue;
    report.error({
      path: `${HOST}.${part}.enable`,
      reason: `is off, but ${by} needs it ${why}`,
      fix: `turn it on, or ${by} off`,
      others: [by],
    });
  }
}

/** Only boards have a device tree; an entry of systemd-boot names it. */
function deviceTree({ ghaf }: PlatformConfig, report: Reporter): void {
  if (!ghaf.boot.loader["systemd-boot-dtb"].enable) return;
  const path = "ghaf.boot.loader.systemd-boot-dtb.enable";
  const needs = [
    {
      met: ghaf.hardware.nvidia.orin.enable,
      option: "ghaf.hardware.nvidia.orin.enable",
      lacking: "the machine is no board with a device tree",
    },
    {
      met: ghaf.systemd.withBootloader,
      option: "ghaf.systemd.withBootloader",
      lacking: "there is no systemd-boot",
    },
  ];
  for (const { met, option, lacking } of needs) {
    if (met) continue;
    report.error({
      path,
      reason: `is on, but ${lacking}`,
      fix: `turn ${option} on, or this off`,
      others: [option],
    });
  }
}
