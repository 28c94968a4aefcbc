/** Layouts and what contradicts them: machines that a layout leaves out, and VMs without a host for them (spec S02). */

import type { Check, Reporter } from "@ghaf/module-system";
import { enabledVms, type SystemVmRole } from "../machine/enabled-vms.ts";
import type { PlatformConfig } from "../options/platform-options.ts";

type Layout = PlatformConfig["ghaf"]["layout"];

export const layoutChecks: readonly Check<PlatformConfig>[] = [
  layoutWithoutVms,
  layoutWithoutScreen,
  hostForVms,
];

const MICROVM = "ghaf.virtualization.microvm";
const HOST = "ghaf.virtualization.microvm-host.enable";

/** Where a VM is switched on. */
function switchOf(role: SystemVmRole | "app"): string {
  return `${MICROVM}.${role}vm.enable`;
}

function layoutWithoutVms(config: PlatformConfig, report: Reporter): void {
  const { layout } = config.ghaf;
  if (layout !== "host-only" && layout !== "native") return;
  for (const path of switchesOf(config)) {
    report.error(contradiction(path, layout, "has no VMs"));
  }
  if (config.ghaf.virtualization["microvm-host"].enable) {
    report.error(contradiction(HOST, layout, "has no VMs"));
  }
}

/** The switches of the VMs that are on, each once. */
function switchesOf(config: PlatformConfig): readonly string[] {
  const roles = enabledVms(config).map(({ role }) => role);
  return [...new Set(roles)].map(switchOf);
}

function layoutWithoutScreen({ ghaf }: PlatformConfig, report: Reporter): void {
  const { layout, profiles, graphics, virtualization } = ghaf;
  if (layout !== "headless" && layout !== "host-only") return;
  const switches = [
    {
      path: switchOf("gui"),
      // Of the other layout this is said with the other VMs.
      on: layout === "headless" && virtualization.microvm.guivm.enable,
    },
    { path: "ghaf.profiles.graphics.enable", on: profiles.graphics.enable },
    { path: "ghaf.graphics.labwc.enable", on: graphics.labwc.enable },
  ];
  for (const { path, on } of switches) {
    if (on) report.error(contradiction(path, layout, "shows nothing"));
  }
}

function contradiction(path: string, layout: Layout, why: string) {
  return {
    path,
    reason: `is on, but the layout is "${layout}", which ${why}`,
    fix: 'turn it off, or choose another ghaf.layout, such as "default"',
    others: ["ghaf.layout"],
  };
}

function hostForVms(config: PlatformConfig, report: Reporter): void {
  if (config.ghaf.virtualization["microvm-host"].enable) return;
  const { layout } = config.ghaf;
  if (layout === "host-only" || layout === "native") return;
  const names = enabledVms(config).map(({ name }) => name);
  const [first, ...others] = names;
  if (first === undefined) return;
  const more = others.length === 0 ? "" : ` and ${others.length} more VMs`;
  report.warning({
    path: HOST,
    reason: `is off, but ${first}${more} should run on the host`,
    fix: "turn it on, so that the host starts its VMs",
    others: switchesOf(config),
  });
}
