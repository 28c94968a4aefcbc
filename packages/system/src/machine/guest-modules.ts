/** The modules that a VM's own configuration is made of, before those that a person adds. */

import {
  type KeptModule,
  type Module,
  makeModule,
  module,
} from "@ghaf/module-system";
import type { guestOptions } from "../guest/guest-options.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import type { EnabledVm, SystemVmRole, VmRole } from "./enabled-vms.ts";
import type { GuestConfig, GuestDefinition } from "./guest.ts";
import { adminVm } from "./roles/admin.ts";
import { appVm } from "./roles/app.ts";
import { audioVm } from "./roles/audio.ts";
import { everyVm } from "./roles/every-vm.ts";
import { guiVm } from "./roles/gui.ts";
import { idsVm } from "./roles/ids.ts";
import { netVm } from "./roles/net.ts";
import { sharedDirectoryShare } from "./shared-directory.ts";

/** What a VM has because of its role and its entry in the configuration. */
export function baseModules(
  config: PlatformConfig,
  vm: EnabledVm,
): readonly Module[] {
  return [
    asModule(everyVm(config)),
    asModule(rolePart(config, vm)),
    ...deviceParts(config, vm),
    asModule(sharedDirectoryShare(config, vm)),
  ];
}

function asModule(definition: GuestDefinition): Module {
  return module<typeof guestOptions, GuestConfig>({ config: definition });
}

function rolePart(config: PlatformConfig, vm: EnabledVm): GuestDefinition {
  switch (vm.role) {
    case "net":
      return netVm(config);
    case "gui":
      return guiVm(config);
    case "audio":
      return audioVm(config);
    case "admin":
      return adminVm(config);
    case "ids":
      return idsVm(config);
    case "app":
      return appVm(config, vm.app);
  }
}

type DeviceOption = keyof PlatformConfig["ghaf"]["hardware"]["devices"];

const DEVICE_OPTIONS: Readonly<Record<VmRole, readonly DeviceOption[]>> = {
  net: ["netvmPCIPassthroughModule"],
  gui: ["guivmPCIPassthroughModule", "guivmVirtioInputHostEvdevModule"],
  audio: ["audiovmPCIPassthroughModule"],
  admin: [],
  ids: [],
  app: [],
};

/** A person may add to these options: what is wrong in one is said of it, not of a line of ours. */
function deviceParts(
  { ghaf }: PlatformConfig,
  { role }: EnabledVm,
): readonly Module[] {
  return DEVICE_OPTIONS[role].map((name) =>
    makeModule(
      { config: ghaf.hardware.devices[name] },
      { form: "full", label: `ghaf.hardware.devices.${name}` },
    ),
  );
}

/** What a person added to it, and where. */
export interface AddedModules {
  readonly kept: readonly KeptModule[];
  /** The option that holds the last of them, for messages. */
  readonly path: string;
}

export function addedModules(
  { ghaf }: PlatformConfig,
  vm: EnabledVm,
): AddedModules {
  const root = "ghaf.virtualization.microvm";
  if (vm.role === "app") {
    const { extraModules } = ghaf.virtualization.microvm.appvm;
    return {
      kept: [...extraModules, ...vm.app.extraModules],
      path: `${root}.appvm.vms[${vm.index}].extraModules`,
    };
  }
  const { extraModules } = ghaf.virtualization.microvm[`${vm.role}vm`];
  return {
    kept: [...laptopModules(ghaf, vm.role), ...extraModules],
    path: `${root}.${vm.role}vm.extraModules`,
  };
}

/** The laptop profile has lists of its own for two VMs (spec 4.3.7). */
function laptopModules(
  { reference }: PlatformConfig["ghaf"],
  role: SystemVmRole,
): readonly KeptModule[] {
  const laptop = reference.profiles["laptop-x86"];
  if (!laptop.enable) return [];
  switch (role) {
    case "net":
      return laptop.netvmExtraModules;
    case "gui":
      return laptop.guivmExtraModules;
    case "audio":
    case "admin":
    case "ids":
      return [];
  }
}
