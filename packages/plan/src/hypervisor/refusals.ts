/** What a VM may ask for by its options and the plan has no way to give (spec 3.3, 3.9): refused with the option, instead of left out. */

import type { Hypervisor, Network, Vm } from "@ghaf/system";
import type { PlanProblem } from "../plan-problem.ts";
import { shareSocket } from "./server-sockets.ts";

interface Refusal {
  readonly reason: string;
  readonly fix: string;
}

/** Nothing for what the checks of a configuration have refused already. */
export function refusalsOf(vm: Vm, network: Network): readonly PlanProblem[] {
  const { hypervisor } = vm;
  const refusals = [
    ...programs(hypervisor),
    ...taps(hypervisor, network),
    ...macvtaps(hypervisor),
    ...forwards(hypervisor),
    ...volumes(hypervisor),
    ...tpm(vm),
    ...sockets(vm),
  ];
  return refusals.map(({ reason, fix }) => ({
    ...{ code: "unsupported", vm: vm.name, fix },
    reason: `${vm.name} ${reason}`,
  }));
}

function programs({ program }: Hypervisor): readonly Refusal[] {
  if (program === "qemu") return [];
  return [
    {
      reason: `asks for the hypervisor ${program}, which this version cannot start`,
      fix: 'set microvm.hypervisor to "qemu"',
    },
  ];
}

function taps(
  { interfaces }: Hypervisor,
  { bridge }: Network,
): readonly Refusal[] {
  if (bridge !== null) return [];
  return interfaces
    .filter(({ type }) => type === "tap")
    .map(({ id }) => ({
      reason: `has the interface ${id} (microvm.interfaces), but the host has no bridge that it could join`,
      fix: "set ghaf.host.networking.enable, or remove the interface",
    }));
}

function macvtaps({ interfaces }: Hypervisor): readonly Refusal[] {
  return interfaces
    .filter(({ type }) => type === "macvtap")
    .map(({ id, macvtap }) => ({
      reason: `has the interface ${id} (microvm.interfaces) on ${macvtap.link ?? "another interface"} of the host, which the runner cannot open`,
      fix: 'use an interface of type "tap", or give net-vm the device itself',
    }));
}

/** QEMU has this direction for TCP and one address only (qemu(1), “guestfwd”). */
function forwards({ forwardPorts }: Hypervisor): readonly Refusal[] {
  return forwardPorts
    .filter(
      ({ from, proto, host, guest }) =>
        from === "guest" &&
        (proto !== "tcp" || host.address === "" || guest.address === ""),
    )
    .map(({ proto, guest }) => ({
      reason: `forwards ${proto} port ${guest.port} from the guest (microvm.forwardPorts) in a way that QEMU does not have`,
      fix: 'use proto "tcp" and write both addresses',
    }));
}

function volumes({ volumes: all }: Hypervisor): readonly Refusal[] {
  return all.flatMap(({ image, fsType, autoCreate, mkfsExtraArgs }) => {
    if (!autoCreate) return [];
    const made = `has the volume ${image} (microvm.volumes) made with`;
    const fix = "make it yourself and set autoCreate to false";
    return [
      ...(fsType === "ext4"
        ? []
        : [{ reason: `${made} ${fsType}, and the runner makes ext4`, fix }]),
      ...(mkfsExtraArgs.length === 0
        ? []
        : [{ reason: `${made} mkfsExtraArgs, which the runner has not`, fix }]),
    ];
  });
}

/** A microvm tells its guest of no TPM (ACPI 6.5, TPM2), so the guest's kernel would find none. */
function tpm({ vtpm, hypervisor }: Vm): readonly Refusal[] {
  const { machine } = hypervisor.qemu;
  if (!vtpm) return [];
  if (hypervisor.kernel !== null) return [OWN_KERNEL];
  if (machine !== null && machine !== "microvm") return [];
  return [
    {
      reason:
        "asks for a TPM of its own (vtpm.enable) on QEMU's microvm, which has none",
      fix: 'set microvm.qemu.machine to "q35", or turn vtpm.enable off',
    },
  ];
}

/** It may place itself where the initial RAM disk is (qemu/boot-rows.ts). */
const OWN_KERNEL: Refusal = {
  reason:
    "asks for a TPM of its own (vtpm.enable) and for another kernel (microvm.kernel), which only Debian's for VMs is known to boot with",
  fix: "leave microvm.kernel out, or turn vtpm.enable off",
};

/** unix(7), and where the runner works they are a folder further down. */
const LONGEST_SOCKET = 102;

function sockets(vm: Vm): readonly Refusal[] {
  return vm.hypervisor.shares
    .map((share) => shareSocket(vm, share))
    .filter((socket) => socket.length > LONGEST_SOCKET)
    .map((socket) => ({
      reason: `has the socket ${socket} of a share (microvm.shares), which is longer than ${LONGEST_SOCKET} bytes`,
      fix: "set the share's socket to a shorter name",
    }));
}
