/** Rows 14, 20 and 21 of spec 3.4: the root, the volumes, and directories of the host. */

import { shareSocket } from "../server-sockets.ts";
import { type Disk, disksOf, driveName } from "../volumes.ts";
import { onOff, type QemuVm, settingValue, virtio } from "./qemu-vm.ts";

/** All VMs of a role read one file, which nobody writes: without a lock on it. */
export function rootRow(vm: QemuVm): readonly string[] {
  const drive = [
    ...["id=root", "format=raw", "read-only=on", "file.locking=off"],
    ...[`file=${settingValue(vm.files.root)}`, "if=none", asynchronous(vm)],
  ];
  return [
    ...["-drive", drive.join(",")],
    ...["-device", `${virtio("blk", vm)},drive=root`],
  ];
}

export function volumesRow(vm: QemuVm): readonly string[] {
  return disksOf(vm.place.placement.vm).flatMap((disk, index) =>
    volume(vm, disk, driveName(index)),
  );
}

function volume(vm: QemuVm, disk: Disk, id: string): readonly string[] {
  const drive = [
    ...[`id=${id}`, "format=raw", `file=${settingValue(disk.file)}`],
    ...["if=none", asynchronous(vm), "discard=unmap"],
    ...(disk.direct ? ["cache=none"] : []),
    `read-only=${onOff(disk.readOnly)}`,
  ];
  const device = `${virtio("blk", vm)},drive=${id},serial=${disk.serial}`;
  return ["-drive", drive.join(","), "-device", device];
}

/** Machines that only emulate often forbid io_uring too. */
function asynchronous({ accelerator }: QemuVm): string {
  return accelerator === "kvm" ? "aio=io_uring" : "aio=threads";
}

/** The servers of the files see the guest's memory. */
export function sharesRow(vm: QemuVm): readonly string[] {
  const { hypervisor, place } = vm;
  const { shares, memory } = hypervisor;
  if (shares.length === 0) return [];
  const size = `size=${memory.size}M`;
  return [
    ...["-object", `memory-backend-memfd,id=mem,${size},share=on`],
    ...["-numa", "node,memdev=mem"],
    ...shares.flatMap((share, index) => {
      const path = settingValue(shareSocket(place.placement.vm, share));
      const device = `vhost-user-fs-pci,chardev=fs${index},tag=${share.tag}`;
      return [
        ...["-chardev", `socket,id=fs${index},path=${path}`],
        ...["-device", device],
      ];
    }),
  ];
}
