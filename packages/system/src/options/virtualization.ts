/** Options below `ghaf.virtualization`: which VMs there are, and what each has (spec 4.3.10). */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { guestOptions } from "../guest/guest-options.ts";
import { portInteger } from "../values/number.ts";
import { vmName } from "../values/vm-name.ts";
import { guestCid } from "../values/vsock-cid.ts";
import { offByDefault } from "./off-by-default.ts";
import { appVms } from "./virtualization-app-vm.ts";

/** @param vm the VM, or the VMs, that they are added to */
function extraModules(vm: string) {
  return option(t.modules(guestOptions), {
    default: [],
    description: `Guest modules that are added to ${vm}: what it has beside its role.`,
  });
}

/** On with a VM, whatever its documented default says; a profile defines it. */
function following(description: string) {
  return option(t.boolean, { default: false, description });
}

const adminvm = {
  enable: offByDefault(
    "Runs admin-vm: the registry of the control plane and the hub of the logs.",
  ),
  extraModules: extraModules("admin-vm"),
} as const satisfies OptionTree;

const appvm = {
  enable: offByDefault("Runs the application VMs that are listed in vms."),
  extraModules: extraModules("every application VM"),
  vms: option(appVms, {
    default: [],
    description:
      "The application VMs. Their order has no meaning; addresses and ports are kept by name.",
  }),
  vsockBaseCID: option(guestCid, {
    default: 100,
    description: "The first vsock CID that is allocated to an application VM.",
  }),
  waypipeBasePort: option(portInteger, {
    default: 1100,
    description:
      "The first vsock port that is allocated to the windows of an application VM.",
  }),
} as const satisfies OptionTree;

const audiovm = {
  enable: offByDefault(
    "Runs audio-vm, which has the sound devices and Bluetooth.",
  ),
  audio: following(
    "Runs the sound and Bluetooth services in audio-vm. Follows audiovm.enable.",
  ),
  extraModules: extraModules("audio-vm"),
} as const satisfies OptionTree;

const guivm = {
  enable: offByDefault(
    "Runs gui-vm, which has screen, keyboard and the person's session.",
  ),
  extraModules: extraModules("gui-vm"),
  fprint: following(
    "Lets people unlock gui-vm by fingerprint. Follows guivm.enable.",
  ),
  vsockCID: option(guestCid, {
    default: 3,
    description:
      "The vsock CID of gui-vm, to which application VMs send their windows.",
  }),
  yubikey: following(
    "Lets people confirm who they are in gui-vm with a YubiKey. Follows guivm.enable.",
  ),
} as const satisfies OptionTree;

const idsvm = {
  enable: offByDefault(
    "Runs ids-vm, through which the traffic of all VMs but net-vm then goes.",
  ),
  extraModules: extraModules("ids-vm"),
  mitmproxy: {
    enable: offByDefault(
      "Opens the encrypted web traffic of application VMs in ids-vm; they trust an authority made for this.",
    ),
  },
} as const satisfies OptionTree;

const netvm = {
  enable: offByDefault(
    "Runs net-vm, which has the network devices and is the way out for the others.",
  ),
  extraModules: extraModules("net-vm"),
  wifi: following(
    "Runs the Wi-Fi service in net-vm. Follows netvm.enable where the machine has Wi-Fi.",
  ),
} as const satisfies OptionTree;

const microvmHost = {
  enable: offByDefault("Makes the host one that runs VMs."),
  networkSupport: offByDefault(
    "Gives the host name resolution and time from the network.",
  ),
  sharedVmDirectory: {
    enable: option(t.boolean, {
      default: true,
      example: true,
      description:
        "Keeps a directory for each listed VM through which its files reach gui-vm.",
    }),
    vms: option(t.listOf(vmName), {
      default: [],
      description: "The VMs that have such a directory: business-vm.",
    }),
  },
} as const satisfies OptionTree;

export const virtualizationOptions = {
  docker: {
    daemon: {
      enable: offByDefault(
        "Runs Docker on the host, for the system and for the user without root.",
      ),
    },
  },
  microvm: { adminvm, appvm, audiovm, guivm, idsvm, netvm },
  "microvm-host": microvmHost,
} as const satisfies OptionTree;
