/** How each VM is started: the specification that its runner reads, without anything that only the machine knows. */

import { create } from "@bufbuild/protobuf";
import {
  type LaunchSpec,
  LaunchSpecSchema,
} from "@ghaf/api/proto/ghaf/machine/v1/launch_spec";
import type { GuestPlace } from "../guest/kernel-command-line.ts";
import { qemuArgv } from "./qemu/argv.ts";
import { isMultiQueue } from "./qemu/network-rows.ts";
import { type Accelerator, qemuVm } from "./qemu/qemu-vm.ts";
import { shareSocket, tpmSocket } from "./server-sockets.ts";
import { disksOf } from "./volumes.ts";

/** Emulated VMs that start together on few processors take the most part of a minute each. */
const READY_TIMEOUT_MS = 180_000;
/** Together less than the two minutes that the host's unit of a VM has. */
const STOP = { poweroffMs: 60_000, acpiMs: 20_000, termMs: 10_000 };
/** Below the VM's state directory. */
const TPM_STATE = "tpm";

/** Without a mistake that `refusalsOf` would find. */
export function launchSpec(place: GuestPlace): LaunchSpec {
  const { vm } = place.placement;
  const { files } = qemuVm(place, "tcg");
  const { initrds, controlSocket, runnerSocket, consoleLog } = files;
  return create(LaunchSpecSchema, {
    vm: vm.name,
    variants: acceleratorsOf(place).map((accelerator) => ({
      ...{ accelerator, argv: [...qemuArgv(qemuVm(place, accelerator))] },
    })),
    ...{ controlSocket, runnerSocket, consoleLog, initrds: [...initrds] },
    volumes: disksOf(vm).map(({ fileSystem, ...disk }) => ({
      ...{ file: disk.file, sizeMib: disk.sizeMib, label: disk.label },
      ...{ fileSystem, autoCreate: disk.autoCreate },
    })),
    taps: tapsOf(place),
    readyTimeoutMs: READY_TIMEOUT_MS,
    stop: STOP,
    memoryMib: vm.hypervisor.memory.size,
    sockets: place.uplink === null ? [] : [place.uplink.socket],
    shares: sharesOf(place),
    ...(vm.vtpm ? { tpm: { socket: tpmSocket(vm), state: TPM_STATE } } : {}),
  });
}

/** A model of processor is emulated; everything else is faster on KVM. */
function acceleratorsOf({ placement }: GuestPlace): readonly Accelerator[] {
  return placement.vm.hypervisor.cpu === null ? ["kvm", "tcg"] : ["tcg"];
}

function sharesOf({ placement: { vm }, sharedDirectory }: GuestPlace) {
  const { shares, virtiofsd } = vm.hypervisor;
  return shares.map((share) => ({
    ...{ tag: share.tag, readOnly: share.readOnly },
    source: sourceOn(sharedDirectory, share.source),
    socket: shareSocket(vm, share),
    threadPoolSize: virtiofsd.threadPoolSize ?? 0,
    inodeFileHandles: virtiofsd.inodeFileHandles ?? "",
    extraArgs: [...virtiofsd.extraArgs],
  }));
}

/** Others are directories of the machine, whoever plays the host. */
function sourceOn(
  folder: GuestPlace["sharedDirectory"],
  source: string,
): string {
  if (folder === null) return source;
  const { named, at } = folder;
  const isBelow = `${source}/`.startsWith(`${named}/`);
  return isBelow ? `${at}${source.slice(named.length)}` : source;
}

function tapsOf({ placement, network: { bridge } }: GuestPlace) {
  if (bridge === null) return [];
  const { hypervisor } = placement.vm;
  const multiQueue = isMultiQueue(hypervisor);
  const added = hypervisor.interfaces.filter(({ type }) => type === "tap");
  return [placement.tap, ...added.map(({ id }) => id)].map((name) => ({
    ...{ name, bridge, multiQueue },
  }));
}
