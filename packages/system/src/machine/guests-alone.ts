/** What a person added to VMs, looked at by itself: for descriptions in which a mistake elsewhere keeps the VMs from being evaluated, so that all mistakes come at once. */

import {
  evaluateKept,
  type KeptModule,
  type Problem,
} from "@ghaf/module-system";
import { guestOptions } from "../guest/guest-options.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { unlessFailed } from "../unless-failed.ts";
import { SYSTEM_VM_ROLES } from "./enabled-vms.ts";

const ROOT = "ghaf.virtualization.microvm";

interface Added {
  readonly path: string;
  readonly kept: readonly KeptModule[];
}

/** Mistakes inside of guest modules; what only the VM's role could define is not missed. */
export function problemsInGuestModules(
  config: PlatformConfig,
): readonly Problem[] {
  return [...addedToSystemVms(config), ...addedToAppVms(config)].flatMap(
    ({ path, kept }) => {
      const options = guestOptions;
      const evaluation = evaluateKept({ options, base: [], kept, path });
      evaluation.readAll();
      return evaluation
        .problems()
        .filter(({ code }) => code !== "missing-value");
    },
  );
}

function addedToSystemVms({ ghaf }: PlatformConfig): readonly Added[] {
  return SYSTEM_VM_ROLES.flatMap((role) => {
    const path = `${ROOT}.${role}vm.extraModules`;
    const read = () => {
      const { enable, extraModules } = ghaf.virtualization.microvm[`${role}vm`];
      return enable ? [{ path, kept: extraModules }] : [];
    };
    return unlessFailed(read) ?? [];
  });
}

function addedToAppVms({ ghaf }: PlatformConfig): readonly Added[] {
  const { appvm } = ghaf.virtualization.microvm;
  const path = `${ROOT}.appvm`;
  if (unlessFailed(() => appvm.enable) !== true) return [];
  const all = unlessFailed(() => appvm.extraModules) ?? [];
  const vms = unlessFailed(() => appvm.vms) ?? [];
  const own = vms.map((vm, index) => ({
    path: `${path}.vms[${index}].extraModules`,
    kept: unlessFailed(() => vm.extraModules) ?? [],
  }));
  return [{ path: `${path}.extraModules`, kept: all }, ...own];
}
