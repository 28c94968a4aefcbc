/** The whole argument list of QEMU: the rows of spec 3.4 in their order, each an array of arguments that nothing splits or joins again. */

import * as boot from "./boot-rows.ts";
import * as control from "./control-rows.ts";
import * as devices from "./device-rows.ts";
import * as disks from "./disk-rows.ts";
import * as machine from "./machine-rows.ts";
import * as network from "./network-rows.ts";
import type { QemuVm } from "./qemu-vm.ts";

type Row = (vm: QemuVm) => readonly string[];

/** The order decides which disk is vda and which card eth0; spec 3.11 has vsock before the USB controller. */
const ROWS: readonly Row[] = [
  machine.programRow,
  machine.nameRow,
  machine.machineRow,
  machine.memoryRow,
  machine.processorsRow,
  machine.bareRow,
  boot.kernelRow,
  boot.consoleRow,
  boot.serialRow,
  machine.acceleratorRow,
  machine.processorModelRow,
  machine.keyboardRow,
  boot.commandLineRow,
  disks.rootRow,
  boot.displayRow,
  control.sandboxRow,
  control.userRow,
  control.controlSocketRow,
  control.runnerPortRow,
  control.balloonRow,
  disks.volumesRow,
  disks.sharesRow,
  network.interfacesRow,
  network.vsockRow,
  devices.usbRow,
  devices.extraRow,
  devices.devicesRow,
  devices.tpmRow,
];

export function qemuArgv(vm: QemuVm): readonly string[] {
  return ROWS.flatMap((row) => row(vm));
}
