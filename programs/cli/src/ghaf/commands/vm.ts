/** The bodies of `ghaf vm start|list`, and how the other commands look for a VM. */

import { parseVmName, type VmName } from "@ghaf/api";
import type { Control } from "../control.ts";
import { type Currencies, vmFaceWith, vmRows } from "../rows/vms.ts";
import { withBootProgress } from "./boot-progress.ts";
import { type ListRequest, printList } from "./list.ts";
import { type Sought, suggesting } from "./not-found.ts";

/** Nothing on stdout: the VM has the name it was called by. */
export async function start(
  untrustedVm: string,
  control: Control,
): Promise<void> {
  const vm = parseVmName(untrustedVm);
  const { client, settings, surface } = control;
  await withBootProgress(control, vm, () =>
    suggesting(control, vmSought(vm), () => client.startVm(vm, settings)),
  );
  surface.tell(`${vm} is running`);
}

/** @param currencies asked only for a device of this machine */
export async function list(
  request: ListRequest,
  control: Control,
  currencies: () => Promise<Currencies>,
): Promise<void> {
  const face = vmFaceWith(control.isDevice ? await currencies() : new Map());
  await printList({ face, rows: vmRows, things: "VMs" }, request, control);
}

export function vmSought(vm: VmName): Sought {
  return {
    typed: vm,
    names: (items) => vmRows(items).map(({ name }) => name),
    list: "ghaf vm list",
    needsHost: true,
  };
}
