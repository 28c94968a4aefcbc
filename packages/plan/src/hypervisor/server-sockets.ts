/** Where QEMU finds the processes that serve a VM's devices: names in the VM's state directory, unless a guest module has another. */

import type { Hypervisor, Vm } from "@ghaf/system";

type Share = Hypervisor["shares"][number];

/** `chrome-vm-virtiofs-data.sock` (spec 3.2). */
export function shareSocket({ name }: Vm, { tag, socket }: Share): string {
  return socket ?? `${name}-virtiofs-${tag}.sock`;
}

/** Beside the others of the VM, where no other VM's QEMU comes; spec 3.11 has one directory for all. */
export function tpmSocket({ name }: Vm): string {
  return `${name}-tpm.sock`;
}
