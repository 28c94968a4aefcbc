/** The bodies of `ghaf vm ...`. */

import { parseVmName } from "@ghaf/api";
import type { Control } from "../control.ts";
import { type Currencies, vmFaceWith, vmRows } from "../rows/vms.ts";
import { withBootProgress } from "./boot-progress.ts";
import { type ListRequest, printList } from "./list.ts";
import { suggesting } from "./not-found.ts";

/** Nothing on stdout: the VM has the name it was called by. */
export async function start(
  untrustedVm: string,
  control: Control,
): Promise<void> {
  const vm = parseVmName(untrustedVm);
  const { client, settings, surface } = control;
  const sought = {
    typed: vm,
    names: vmNames,
    list: "ghaf vm list",
    needsHost: true,
  };
  await withBootProgress(control, vm, () =>
    suggesting(control, sought, () => client.startVm(vm, settings)),
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

function vmNames(items: Parameters<typeof vmRows>[0]): readonly string[] {
  return vmRows(items).map(({ name }) => name);
}
