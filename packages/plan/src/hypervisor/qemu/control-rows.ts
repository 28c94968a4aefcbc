/** Rows 16 to 19 of spec 3.4: how QEMU is held and spoken to, and the port to the guest. */

import { type QemuVm, settingValue, virtio } from "./qemu-vm.ts";

/** Nothing of ours has QEMU start programs or change its rights; the documented row is a bare `on`, which lets it. */
const SANDBOX =
  "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny";

/** The helper of a bridge interface gains rights that the sandbox forbids. */
export function sandboxRow({ hypervisor }: QemuVm): readonly string[] {
  const bridged = hypervisor.interfaces.some(({ type }) => type === "bridge");
  return bridged ? [] : ["-sandbox", SANDBOX];
}

/** As QEMU of Debian 13 has it; `-runas` goes away. */
export function userRow({ hypervisor }: QemuVm): readonly string[] {
  return hypervisor.user === null
    ? []
    : ["-run-with", `user=${hypervisor.user}`];
}

export function controlSocketRow({ files }: QemuVm): readonly string[] {
  const path = settingValue(files.controlSocket);
  return ["-qmp", `unix:${path},server=on,wait=off`];
}

export function balloonRow(vm: QemuVm): readonly string[] {
  const { memory } = vm.hypervisor;
  if (!memory.balloon) return [];
  const settings = [
    ...[virtio("balloon", vm), "free-page-reporting=on", "id=balloon0"],
    ...(memory.deflateOnOom ? ["deflate-on-oom=on"] : []),
  ];
  return ["-device", settings.join(",")];
}

/** Over it guest and runner say when the guest is ready and when it shall stop. */
export function runnerPortRow(vm: QemuVm): readonly string[] {
  const path = settingValue(vm.files.runnerSocket);
  return [
    ...["-device", `${virtio("serial", vm)},id=ports`],
    ...["-chardev", `socket,id=runner,path=${path},server=on,wait=off`],
    "-device",
    // By its id QEMU says when the guest opens it.
    "virtserialport,bus=ports.0,chardev=runner,name=org.ghaf.runner,id=runner-port",
  ];
}
