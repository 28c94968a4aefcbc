/** Rows 22 and 24 of spec 3.4: network interfaces and vsock. */

import type { ForwardPort, Hypervisor, Interface } from "@ghaf/system";
import { type QemuVm, settingValue } from "./qemu-vm.ts";

export function interfacesRow(vm: QemuVm): readonly string[] {
  const { placement, network } = vm.place;
  const { tap, mac, macs } = placement;
  const added = vm.hypervisor.interfaces.flatMap((one) =>
    addedInterface(vm, one, macs.get(one.id) ?? ""),
  );
  const own = network.bridge === null ? [] : tapInterface(vm, tap, mac);
  return [...own, ...uplink(vm), ...added];
}

/** To passt, by frames over a Unix socket (qemu(1), “-netdev stream”). */
function uplink(vm: QemuVm): readonly string[] {
  if (vm.place.uplink === null) return [];
  const { socket, mac } = vm.place.uplink;
  const settings = [
    ...["stream", `id=${UPLINK}`, "server=off"],
    ...["addr.type=unix", `addr.path=${settingValue(socket)}`],
  ];
  return [
    ...["-netdev", settings.join(",")],
    ...device(vm, { id: UPLINK, mac, queues: 1 }),
  ];
}

const UPLINK = "uplink";

function addedInterface(
  vm: QemuVm,
  { type, id, bridge }: Interface,
  mac: string,
): readonly string[] {
  switch (type) {
    case "tap":
      return tapInterface(vm, id, mac);
    case "user":
      return [
        ...["-netdev", ["user", `id=${id}`, ...forwards(vm, id)].join(",")],
        ...device(vm, { id, mac, queues: 1 }),
      ];
    case "bridge":
      return [
        ...["-netdev", `bridge,id=${id},br=${bridge ?? ""},helper=${HELPER}`],
        ...device(vm, { id, mac, queues: 1 }),
      ];
    case "macvtap":
      return [
        ...["-netdev", `tap,id=${id},fd={fd:${id}}`],
        ...device(vm, { id, mac, queues: 1 }),
      ];
  }
}

/** Of Debian's package qemu-system-common. */
const HELPER = "/usr/lib/qemu/qemu-bridge-helper";

/** One queue for each processor. */
function tapInterface(vm: QemuVm, id: string, mac: string): readonly string[] {
  const queues = vm.hypervisor.vcpu;
  const settings = [
    ...["tap", `id=${id}`, `ifname=${id}`, "script=no", "downscript=no"],
    ...(queues > 1 ? [`queues=${queues}`] : []),
  ];
  return ["-netdev", settings.join(","), ...device(vm, { id, mac, queues })];
}

interface Card {
  readonly id: string;
  readonly mac: string;
  readonly queues: number;
}

/** Without the ROM that boots from the network. Two vectors for each queue, and two more (virtio 1.2, section 4.1.5). */
function device({ bus }: QemuVm, card: Card): readonly string[] {
  const { id, mac, queues } = card;
  const settings = [
    ...[`virtio-net-${bus}`, `netdev=${id}`, `mac=${mac}`],
    ...(bus === "pci" ? ["romfile="] : []),
    ...(queues > 1 ? ["mq=on"] : []),
    ...(queues > 1 && bus === "pci" ? [`vectors=${2 * queues + 2}`] : []),
  ];
  return ["-device", settings.join(",")];
}

/** Ports are forwarded at the first interface of this type. */
function forwards(vm: QemuVm, id: string): readonly string[] {
  const { interfaces, forwardPorts } = vm.hypervisor;
  const first = interfaces.find(({ type }) => type === "user");
  return first?.id === id ? forwardPorts.map(forwardText) : [];
}

function forwardText({ from, proto, host, guest }: ForwardPort): string {
  const hostEnd = `${settingValue(host.address)}:${host.port}`;
  const guestEnd = `${settingValue(guest.address)}:${guest.port}`;
  return from === "host"
    ? `hostfwd=${proto}:${hostEnd}-${guestEnd}`
    : `guestfwd=${proto}:${guestEnd}-${proto}:${hostEnd}`;
}

export function vsockRow({ place, bus }: QemuVm): readonly string[] {
  const { cid } = place.placement;
  return cid === null ? [] : ["-device", `vhost-vsock-${bus},guest-cid=${cid}`];
}

/** Whether the host's end of an interface has a queue for each processor. */
export function isMultiQueue({ vcpu }: Hypervisor): boolean {
  return vcpu > 1;
}
