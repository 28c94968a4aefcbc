/** The virtual machine of a VM: processors, memory, disks, devices (spec 3.2). */

import { USB_CONTROLLER } from "../derive/usb.ts";
import type { GuestConfig } from "./guest.ts";

type Microvm = GuestConfig["microvm"];

export interface Hypervisor {
  readonly program: Microvm["hypervisor"];
  readonly vcpu: number;
  readonly memory: Memory;
  /** An emulated model; null: the host's processor. */
  readonly cpu: string | null;
  /** Another kernel or initrd than that of the role; null: that of the role. */
  readonly kernel: string | null;
  readonly initrd: string | null;
  /** Of the read-only root. */
  readonly rootFileSystem: Microvm["storeDiskType"];
  /** In the order in which the VM counts them. */
  readonly volumes: readonly Volume[];
  readonly shares: readonly Share[];
  /** Beside the one to the other VMs. */
  readonly interfaces: readonly Interface[];
  readonly forwardPorts: readonly ForwardPort[];
  readonly devices: readonly HostDevice[];
  /** Whether it has the one USB controller that arguments refer to. */
  readonly usbController: boolean;
  /** A virtual screen. */
  readonly graphics: boolean;
  readonly graphicsSocket: string | null;
  /** Where it takes commands; null: in the VM's state directory. */
  readonly controlSocket: string | null;
  /** Whom the monitor becomes once it runs; null: nobody else. */
  readonly user: string | null;
  /** Leaves out of the monitor what few VMs need. */
  readonly small: boolean;
  readonly qemu: Microvm["qemu"];
  readonly cloudHypervisor: Microvm["cloud-hypervisor"];
  readonly crosvm: Microvm["crosvm"];
  readonly virtiofsd: Microvm["virtiofsd"];
}

/** All in MiB. */
export interface Memory {
  readonly size: number;
  /** Whether the host may take back what is not used. */
  readonly balloon: boolean;
  /** Held back at first. */
  readonly initialBalloon: number;
  readonly deflateOnOom: boolean;
  readonly hugePages: boolean;
  /** What may be added while it runs, and what of that is there from the start. */
  readonly hotplug: number;
  readonly hotplugged: number;
}

export type Volume = Microvm["volumes"][number];
export type Share = Microvm["shares"][number];
export type Interface = Microvm["interfaces"][number];
export type ForwardPort = Microvm["forwardPorts"][number];
export type HostDevice = Microvm["devices"][number];

export function hypervisorOf({ microvm }: GuestConfig): Hypervisor {
  return {
    program: microvm.hypervisor,
    vcpu: microvm.vcpu,
    memory: memoryOf(microvm),
    cpu: microvm.cpu,
    kernel: microvm.kernel,
    initrd: microvm.initrdPath,
    rootFileSystem: microvm.storeDiskType,
    volumes: microvm.volumes,
    shares: microvm.shares,
    interfaces: microvm.interfaces,
    forwardPorts: microvm.forwardPorts,
    devices: microvm.devices,
    usbController: needsUsbController(microvm),
    graphics: microvm.graphics.enable,
    graphicsSocket: microvm.graphics.socket,
    controlSocket: microvm.socket,
    user: microvm.user,
    small: microvm.optimize.enable,
    qemu: microvm.qemu,
    cloudHypervisor: microvm["cloud-hypervisor"],
    crosvm: microvm.crosvm,
    virtiofsd: microvm.virtiofsd,
  };
}

function memoryOf(microvm: Microvm): Memory {
  return {
    size: microvm.mem,
    balloon: microvm.balloon,
    initialBalloon: microvm.initialBalloonMem,
    deflateOnOom: microvm.deflateOnOOM,
    hugePages: microvm.hugepageMem,
    hotplug: microvm.hotplugMem,
    hotplugged: microvm.hotpluggedMem ?? microvm.hotplugMem,
  };
}

function needsUsbController({ devices, qemu, graphics }: Microvm): boolean {
  const onOurBus = `bus=${USB_CONTROLLER}.0`;
  return (
    graphics.enable ||
    devices.some(({ bus }) => bus === "usb") ||
    qemu.extraArgs.some((argument) => argument.includes(onOurBus))
  );
}
