/** Options that nothing reads yet, each with the reason (machine-design 2): a person who sets one of them is told. */

/** @property options names as the reference has them; a group stands for everything in it */
export interface Unrealised {
  readonly options: readonly string[];
  /** A clause that can follow a colon. */
  readonly reason: string;
}

const APP_VM = "ghaf.virtualization.microvm.appvm.vms.*";
const MICROVM = "guest.microvm";

const desktop: readonly Unrealised[] = [
  {
    options: [
      "ghaf.graphics.demo-apps",
      "ghaf.graphics.enableDemoApplications",
      "ghaf.graphics.labwc",
      "ghaf.graphics.launchers",
      "ghaf.graphics.login-manager",
      "ghaf.profiles.applications",
      "ghaf.profiles.graphics",
      "ghaf.services.desktop",
      "ghaf.services.disks",
      "ghaf.services.xdghandlers",
      "ghaf.reference.programs.windows-launcher",
      "ghaf.reference.programs.zathura",
      `${APP_VM}.borderColor`,
      `${APP_VM}.applications.*.launcher`,
      `${APP_VM}.applications.*.title`,
      `${APP_VM}.applications.*.description`,
      `${APP_VM}.applications.*.icon`,
    ],
    reason: "there is no image of gui-vm with a desktop yet",
  },
  {
    options: [
      "ghaf.security.sshKeys",
      "ghaf.virtualization.microvm.appvm.waypipeBasePort",
      "guest.ghaf.waypipe.waypipeBorder",
    ],
    reason: "no image has waypipe yet, which brings windows to gui-vm",
  },
  {
    options: [
      "ghaf.services.yubikey",
      "ghaf.virtualization.microvm.guivm.yubikey",
    ],
    reason: "there is no login in gui-vm yet that a key could unlock",
  },
  {
    options: [
      "ghaf.reference.programs.chromium",
      "ghaf.reference.programs.google-chrome",
    ],
    reason: "there is no image with a browser yet",
  },
  {
    options: [
      `${APP_VM}.ghafAudio.useTunneling`,
      "guest.ghaf.ghaf-audio.name",
      "guest.ghaf.ghaf-audio.useTunneling",
    ],
    reason: "no image has a sound server yet",
  },
];

const services: readonly Unrealised[] = [
  {
    options: [
      "ghaf.reference.services.dendrite",
      "ghaf.reference.services.dendrite-pinecone",
    ],
    reason: "no image has the Matrix server yet",
  },
  {
    options: [
      "ghaf.reference.services.globalprotect",
      "ghaf.reference.services.ollama",
    ],
    reason: "no image has its program yet",
  },
  {
    options: ["ghaf.reference.personalize"],
    reason: "the keys of the reference's developers are not ours to hand out",
  },
  {
    options: ["ghaf.services.firmware"],
    reason: "no image has firmware for devices yet",
  },
  {
    options: [
      "ghaf.logging.client.endpoint",
      "ghaf.logging.listener.address",
      "ghaf.logging.server",
    ],
    reason: "journals are asked for with `ghaf logs`; nothing sends them yet",
  },
  {
    options: ["ghaf.shm"],
    reason: "no host serves memory to several VMs yet",
  },
];

const host: readonly Unrealised[] = [
  {
    options: [
      "ghaf.development.debug.tools",
      "ghaf.development.usb-serial",
      "ghaf.hardware.definition.disks",
      "ghaf.hardware.definition.input.keyboard.name",
      "ghaf.hardware.definition.input.misc.name",
      "ghaf.hardware.definition.input.mouse.name",
      "ghaf.hardware.definition.input.touchpad.name",
      "ghaf.imageBuilder",
      "ghaf.virtualization.docker",
    ],
    reason:
      "there is no image of a host yet: VMs run on a machine that has its own system",
  },
  {
    options: [
      "ghaf.firewall.kernel-modules",
      "ghaf.guest.kernel.hardening",
      "ghaf.host.kernel.hardening",
      "ghaf.profiles.kernel-hardening",
    ],
    reason: "kernels are those of Debian; none is built",
  },
  {
    options: ["ghaf.hardware.usb.vhotplug.rules"],
    reason: "there is no daemon yet that gives devices to running VMs",
  },
  {
    options: [
      "ghaf.boot.loader.systemd-boot-dtb",
      "ghaf.hardware.nvidia.orin.somType",
      "ghaf.hardware.nvidia.orin.carrierBoard",
      "ghaf.hardware.nvidia.orin.flashScriptOverrides",
      "ghaf.hardware.nvidia.orin.enablePCIPassthroughCommon",
      "ghaf.hardware.nvidia.orin.agx",
      "ghaf.hardware.nvidia.orin.nx",
      "ghaf.hardware.nvidia.orin.optee",
      "ghaf.hardware.nvidia.virtualization",
      "ghaf.hardware.nvidia.passthroughs",
    ],
    reason: "there is no image for Jetson boards yet",
  },
  {
    options: ["ghaf.development.nix-setup"],
    reason: "there is no Nix on any machine",
  },
  {
    options: ["ghaf.systemd.boot"],
    reason: "initial RAM disks are made without systemd",
  },
  {
    options: ["ghaf.systemd.withFido2", "ghaf.systemd.withUkify"],
    reason: "Debian's systemd has it, and no unit of it that could be masked",
  },
];

const information: readonly Unrealised[] = [
  {
    options: ["ghaf.version", "ghaf.compatVersion"],
    reason: "it says which version this is, and no machine asks",
  },
  {
    options: [
      "ghaf.hardware.definition.name",
      "ghaf.hardware.definition.skus",
      "ghaf.hardware.definition.audio.pciDevices.*.name",
      "ghaf.hardware.definition.gpu.pciDevices.*.name",
      "ghaf.namespaces",
      "ghaf.systemd.withName",
    ],
    reason: "it is for people, and no machine asks",
  },
];

const guests: readonly Unrealised[] = [
  {
    options: [
      ...["network", "gpu", "audio"].flatMap((part) =>
        modulesBelow(`ghaf.hardware.definition.${part}.kernelConfig`),
      ),
      ...["audiovm", "guivm"].flatMap((vm) =>
        modulesBelow(`ghaf.kernel.${vm}`),
      ),
    ],
    reason: "an image has the kernel modules of its role",
  },
  {
    options: ["ghaf.givc.debug", "guest.ghaf.givc.debug"],
    reason: "no unit starts an agent with its flag -debug yet",
  },
  {
    options: ["ghaf.givc.adminConfig.protocol"],
    reason: "TCP is the only one",
  },
  {
    options: ["guest.ghaf.givc.adminvm"],
    reason: "admin-vm has the server of the control plane instead of an agent",
  },
  {
    options: [`${MICROVM}.restartIfChanged`],
    reason:
      "`ghaf up --restart` restarts what has changed, and nothing else does",
  },
  {
    options: [`${MICROVM}.optimize`],
    reason: "QEMU is that of Debian, with all its parts",
  },
  {
    options: [`${MICROVM}.storeDiskType`],
    reason: "the root of every image is erofs",
  },
];

/** What is refused in any other value than the usual one. */
const refused: readonly Unrealised[] = [
  {
    options: [
      "ghaf.hardware.definition.usb.external.*.hostbus",
      "ghaf.hardware.definition.usb.external.*.hostport",
    ],
    reason: "a device that people plug in has no bus and port of its own",
  },
  {
    options: [
      `${MICROVM}.cloud-hypervisor`,
      `${MICROVM}.crosvm`,
      `${MICROVM}.graphics.socket`,
      `${MICROVM}.hotplugMem`,
      `${MICROVM}.hotpluggedMem`,
      `${MICROVM}.hugepageMem`,
      `${MICROVM}.initialBalloonMem`,
    ],
    reason: "VMs run on QEMU only, and it is for other hypervisors",
  },
  {
    options: [`${MICROVM}.hypervisor`],
    reason: "QEMU is the only one",
  },
  {
    options: [`${MICROVM}.shares.*.proto`, `${MICROVM}.shares.*.securityModel`],
    reason: "virtiofs is the only one: Debian's kernel for VMs has no 9p",
  },
  {
    options: [`${MICROVM}.interfaces.*.macvtap`],
    reason: "the runner opens no macvtap",
  },
  {
    options: [
      `${MICROVM}.volumes.*.fsType`,
      `${MICROVM}.volumes.*.mkfsExtraArgs`,
    ],
    reason: "the runner makes ext4 only",
  },
];

function modulesBelow(group: string): readonly string[] {
  return [`${group}.stage1`, `${group}.stage2`];
}

export const UNREALISED: readonly Unrealised[] = [
  ...desktop,
  ...services,
  ...host,
  ...information,
  ...guests,
  ...refused,
];
