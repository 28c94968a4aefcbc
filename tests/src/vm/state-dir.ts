/** A state directory of a VM that a test describes by itself: what runs in it is a real QEMU under emulation. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

/** Machine code of guests that need no kernel; QEMU starts them where a BIOS would be. */
export const guests = {
  /** Stands still for ever: halted, without interrupts. */
  halted: Buffer.from("fa f4 eb fd".replaceAll(" ", ""), "hex"),
  /** Faults without a handler until the processor gives up and resets. */
  faulting: Buffer.from("0f011e0000cc", "hex"),
} as const;

type Accelerator = "kvm" | "tcg";

/** QEMU's words for each accelerator, as the plan has them. */
const WAYS: Readonly<Record<Accelerator, readonly string[]>> = {
  kvm: ["-accel", "kvm", "-cpu", "host"],
  tcg: ["-accel", "tcg,thread=multi", "-cpu", "max"],
};

export interface TestVm {
  readonly guest: Buffer;
  /** Goes into the launch specification. */
  readonly spec?: object;
  /** Further arguments of QEMU. */
  readonly argv?: readonly string[];
  /** Ways to start it, best first; emulation by default. */
  readonly accelerators?: readonly Accelerator[];
}

/** Whoever still writes there is killed after this. */
export const REMOVED = {
  ...{ recursive: true, force: true },
  ...{ maxRetries: 20, retryDelay: 50 },
} as const;

const ROM_BYTES = 0x10000;
const RESET = 0xfff0;

/** Its path; removed with the test. */
export async function stateDir(t: TestContext, vm: TestVm): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-vm-"));
  t.after(() => rm(folder, REMOVED));
  for (const [name, content] of Object.entries(stateFiles(vm))) {
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** What is in it before the VM starts. */
export function stateFiles(vm: TestVm) {
  const rom = Buffer.alloc(ROM_BYTES, 0xf4);
  vm.guest.copy(rom, RESET);
  const spec = { ...specOf(vm), ...vm.spec };
  return { "guest.rom": rom, "spec.json": JSON.stringify(spec) };
}

function specOf({ argv = [], accelerators = ["tcg"] }: TestVm) {
  const variants = accelerators.map((accelerator) => ({
    accelerator,
    argv: [...argvFor(accelerator), ...argv],
  }));
  return {
    ...{ vm: "app-vm", variants },
    controlSocket: "app-vm.sock",
    runnerSocket: "runner.sock",
    consoleLog: "console.log",
    memoryMib: 64,
    stop: { poweroffMs: 200, acpiMs: 200, termMs: 20_000 },
  };
}

function argvFor(accelerator: Accelerator): readonly string[] {
  return [
    ...["qemu-system-x86_64", "-name", "app-vm", "-M", "q35", "-m", "32"],
    ...[...WAYS[accelerator], "-sandbox", "on"],
    ...["-nodefaults", "-no-user-config", "-no-reboot", "-nographic"],
    ...["-chardev", "stdio,id=stdio,signal=off", "-serial", "chardev:stdio"],
    ...["-qmp", "unix:app-vm.sock,server=on,wait=off"],
    ...["-chardev", "socket,id=runner,path=runner.sock,server=on,wait=off"],
    ...["-device", "virtio-serial-pci"],
    ...["-device", "virtserialport,chardev=runner,name=org.ghaf.runner"],
    ...["-bios", "guest.rom"],
  ];
}
