/** Rows 1 to 6 and 10 to 12 of spec 3.4: the program, the machine, its memory and its processors. */

import { type MachineType, needsPci, onOff, type QemuVm } from "./qemu-vm.ts";

export function programRow({ machine }: QemuVm): readonly string[] {
  return [`qemu-system-${machine === "virt" ? "aarch64" : "x86_64"}`];
}

export function nameRow({ place }: QemuVm): readonly string[] {
  return ["-name", place.placement.vm.name];
}

/** The emulator is named by `-accel`, with which QEMU refuses another in `-M`. */
export function machineRow(vm: QemuVm): readonly string[] {
  const { machine, accelerator } = vm;
  const settings = Object.entries(settingsOf(vm))
    .filter(([name]) => name !== "accel" || accelerator === "kvm")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `,${name}=${value}`);
  return ["-M", `${machine}${settings.join("")}`];
}

type Settings = Readonly<Record<string, string>>;

/** Those that a person chose replace the computed ones, unless they are of another machine. */
function settingsOf({ machine, hypervisor }: QemuVm): Settings {
  const { qemu } = hypervisor;
  const sameMachine = (qemu.machine ?? "microvm") === machine;
  if (qemu.machineOpts !== null && sameMachine) return qemu.machineOpts;
  return { accel: "kvm", ...MACHINES[machine](needsPci(hypervisor)) };
}

const MACHINES: Readonly<Record<MachineType, (pci: boolean) => Settings>> = {
  q35: () => ({ acpi: "on", "mem-merge": "on" }),
  virt: () => ({ "gic-version": "max" }),
  microvm: (pci) => ({
    ...{ acpi: "on", "mem-merge": "on" },
    ...{ pcie: onOff(pci), pic: "off", pit: "off", usb: "off" },
  }),
};

export function memoryRow({ hypervisor }: QemuVm): readonly string[] {
  return ["-m", String(hypervisor.memory.size)];
}

export function processorsRow({ hypervisor }: QemuVm): readonly string[] {
  return ["-smp", String(hypervisor.vcpu)];
}

/** Nothing that is not asked for, and a restart ends the process, so that the runner sees it. */
export function bareRow(): readonly string[] {
  return ["-nodefaults", "-no-user-config", "-no-reboot"];
}

/** MiB of translated code for each VM: a boot takes as long as with QEMU's gigabyte, of which it fills 400. */
const TRANSLATED_MIB = 128;

export function acceleratorRow({ accelerator }: QemuVm): readonly string[] {
  return accelerator === "kvm"
    ? ["-enable-kvm"]
    : ["-accel", `tcg,thread=multi,tb-size=${TRANSLATED_MIB}`];
}

/**
 * All that can be emulated but a fifth level of page tables, which every miss would walk, and keys
 * of memory, which forget all translations when they change: a twentieth of the boot. Nor is the
 * guest told that bytes are copied and cleared quickest one at a time (erms): QEMU does each alone.
 */
const EMULATED: Readonly<Record<MachineType, string>> = {
  q35: "max,la57=off,pku=off,erms=off",
  microvm: "max,la57=off,pku=off,erms=off",
  virt: "max",
};

export function processorModelRow(vm: QemuVm): readonly string[] {
  const { hypervisor, accelerator, machine } = vm;
  if (hypervisor.cpu !== null) return ["-cpu", hypervisor.cpu];
  if (accelerator === "tcg") return ["-cpu", EMULATED[machine]];
  return ["-cpu", machine === "virt" ? "host" : "host,+x2apic,-sgx"];
}

/** Through it the guest gets ctrl-alt-del. A q35 has one; of a second its guest says that the firmware is faulty. */
export function keyboardRow({ machine }: QemuVm): readonly string[] {
  return machine === "microvm" ? ["-device", "i8042"] : [];
}
