/** A VM for applications: what its entry in the list of application VMs says (spec 2.5 to 2.7, 2.16). */

import { byDefault } from "@ghaf/module-system";
import type { PlatformConfig } from "../../options/platform-options.ts";
import type { AppVmConfig } from "../enabled-vms.ts";
import type { GuestDefinition } from "../guest.ts";
import { machineType } from "./machine-type.ts";
import { agentOpening } from "./openings.ts";

/** What of the person's home is kept. */
const KEPT = [
  ".config",
  "Documents",
  "Downloads",
  "Music",
  "Pictures",
  "Videos",
];

export function appVm(
  config: PlatformConfig,
  vm: AppVmConfig,
): GuestDefinition {
  const { ghaf } = config;
  const { enable: audio, useTunneling } = vm.ghafAudio;
  const windows = ghaf.virtualization.microvm.guivm.enable;
  return {
    microvm: {
      mem: byDefault(vm.ramMb),
      vcpu: byDefault(vm.cores),
      balloon: byDefault(true),
      optimize: { enable: byDefault(false) },
      ...(vm.cid === 0 ? {} : { vsock: { cid: byDefault(vm.cid) } }),
      qemu: { machine: byDefault(machineType(config)) },
    },
    packages: [
      ...vm.packages,
      ...(windows ? ["waypipe"] : []),
      ...(audio ? ["pulseaudio-utils"] : []),
      ...(vm.vtpm.enable
        ? ["tpm2-tools", "opensc", "tpm2-abrmd", "libtss2-tcti-tabrmd0"]
        : []),
    ],
    firewall: {
      allow: agentOpening(config),
    },
    ghaf: {
      waypipe: { enable: byDefault(windows) },
      "ghaf-audio": {
        enable: byDefault(audio),
        useTunneling: byDefault(useTunneling),
      },
      givc: {
        appvm: {
          enable: byDefault(ghaf.givc.enable),
          applications: vm.applications.map(manifestOf),
        },
      },
      storagevm: {
        enable: byDefault(true),
        name: byDefault(vm.name),
        users: {
          [ghaf.users.accounts.user]: {
            directories: KEPT.map((path) => ({ path })),
          },
        },
      },
    },
  };
}

/** What the agent needs of an application; the rest is for the launcher. */
function manifestOf(application: AppVmConfig["applications"][number]) {
  const { name, command, args, directories, singleInstance } = application;
  return { name, command, args, directories, singleInstance };
}
