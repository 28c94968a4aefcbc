/** The `microvm` options of a VM: its virtual machine and what the host gives it (spec 3.2). */

import { type OptionTree, option, removed, t } from "@ghaf/module-system";
import { offByDefault } from "../options/off-by-default.ts";
import { absolutePathText } from "../values/file-path.ts";
import { kernelParameter } from "../values/kernel-word.ts";
import { userName } from "../values/name.ts";
import { cpuModel } from "../values/qemu-word.ts";
import { socketPath } from "../values/socket-path.ts";
import { extraMemory, guestMemory, processors } from "../values/vm-resource.ts";
import { guestCid } from "../values/vsock-cid.ts";
import { devices } from "./microvm-devices.ts";
import { hypervisorOptions } from "./microvm-hypervisors.ts";
import { forwardPorts, interfaces } from "./microvm-interfaces.ts";
import { shares, virtiofsdOptions, volumes } from "./microvm-storage.ts";

const memory = {
  mem: option(guestMemory, {
    default: 512,
    origin: "tag",
    description: "Memory in MiB. Not exactly 2048, with which QEMU hangs.",
  }),
  hugepageMem: offByDefault(
    "Takes the memory from huge pages. Only cloud-hypervisor.",
    "tag",
  ),
  hotplugMem: option(extraMemory, {
    default: 0,
    origin: "tag",
    description:
      "How much memory in MiB may be added while it runs. Only cloud-hypervisor.",
  }),
  hotpluggedMem: option(t.nullOr(extraMemory), {
    default: null,
    origin: "tag",
    description:
      "How much of hotplugMem it has from the start, in MiB. Null: all of it.",
  }),
  balloon: offByDefault(
    "Lets the host take back memory that the VM does not use.",
    "tag",
  ),
  initialBalloonMem: option(extraMemory, {
    default: 0,
    origin: "tag",
    description:
      "How much memory in MiB the host holds back at first. Only cloud-hypervisor.",
  }),
  deflateOnOOM: option(t.boolean, {
    default: true,
    origin: "tag",
    description: "Gives held back memory to the VM before it runs out.",
  }),
} as const satisfies OptionTree;

const boot = {
  kernel: option(t.nullOr(absolutePathText), {
    default: null,
    origin: "tag",
    description: "Another kernel than that of the VM's role.",
  }),
  initrdPath: option(t.nullOr(absolutePathText), {
    default: null,
    origin: "tag",
    description: "Another initrd than that of the VM's role.",
  }),
  kernelParams: option(t.listOf(kernelParameter), {
    default: [],
    origin: "tag",
    description: "Parameters for the kernel's command line, one per item.",
  }),
  storeOnDisk: removed(
    "every VM has a read-only root file system of its own; there is no shared store",
  ),
  storeDiskType: option(t.oneOf("squashfs", "erofs"), {
    default: "squashfs",
    origin: "tag",
    description: "The file system of the VM's read-only root.",
  }),
  writableStoreOverlay: removed(
    "every VM has a read-only root file system of its own; list what it keeps in `ghaf.storagevm`",
  ),
} as const satisfies OptionTree;

/** How the host treats the VM. */
const hosting = {
  autostart: option(t.boolean, {
    default: true,
    origin: "tag",
    description: "Starts the VM with the host.",
  }),
  restartIfChanged: option(t.boolean, {
    default: true,
    origin: "tag",
    description: "Restarts the VM when its definition changes.",
  }),
  socket: option(t.nullOr(socketPath), {
    default: null,
    origin: "tag",
    description:
      "The socket on which the VM's monitor takes commands. Null: one in the VM's state directory.",
  }),
  user: option(t.nullOr(userName), {
    default: null,
    origin: "tag",
    description:
      "The user whom the VM's monitor becomes once it runs. Only QEMU.",
  }),
  preStart: removed(
    "a VM starts without a shell; let a unit of the host do it before the VM's unit",
  ),
  binScripts: removed(
    "the runner has its commands built in; a VM brings no scripts to the host",
  ),
} as const satisfies OptionTree;

export const microvmOptions = {
  hypervisor: option(t.oneOf("qemu", "cloud-hypervisor", "crosvm"), {
    default: "qemu",
    origin: "tag",
    description: "The program that runs the VM.",
  }),
  cpu: option(t.nullOr(cpuModel), {
    default: null,
    example: "max",
    origin: "tag",
    description:
      "Emulates this model of processor, slowly. Null: the host's. Only QEMU.",
  }),
  vcpu: option(processors, {
    default: 1,
    origin: "tag",
    description: "How many processors it has.",
  }),
  ...memory,
  ...boot,
  ...hosting,
  volumes,
  interfaces,
  forwardPorts,
  shares,
  devices,
  vsock: {
    cid: option(t.nullOr(guestCid), {
      default: null,
      origin: "tag",
      description:
        "Its vsock CID. Null: allocated where the VM's role needs one.",
    }),
  },
  graphics: {
    enable: offByDefault("Gives it a virtual screen with 3D.", "tag"),
    socket: option(t.nullOr(socketPath), {
      default: null,
      origin: "tag",
      description: "Where a separate display process listens.",
    }),
  },
  ...hypervisorOptions,
  virtiofsd: virtiofsdOptions,
  optimize: {
    enable: option(t.boolean, {
      default: true,
      origin: "tag",
      description: "Leaves out what few VMs need, such as USB controllers.",
    }),
  },
} as const satisfies OptionTree;
