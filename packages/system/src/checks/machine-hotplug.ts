/** Rules for plugged-in devices name a VM by the socket of its monitor: there must be one (spec 2.28; 4.5, row 4). */

import type { Reporter } from "@ghaf/module-system";
import { controlSocket } from "../derive/hotplug.ts";
import type { MachineDraft } from "../machine/machine-draft.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { RULES } from "./hotplug-checks.ts";
import { suggestion } from "./known-names.ts";
import type { MachineCheck } from "./machine-check.ts";

export const hotplugMachineChecks: readonly MachineCheck[] = [ruleSockets];

function ruleSockets(
  drafts: readonly MachineDraft[],
  { ghaf }: PlatformConfig,
  report: Reporter,
): void {
  const { enable, rules } = ghaf.hardware.usb.vhotplug;
  if (!enable) return;
  const bySocket = new Map(drafts.map((draft) => [socketOf(draft), draft.vm]));
  for (const [index, { name, qmpSocket }] of rules.entries()) {
    const vm = bySocket.get(qmpSocket);
    const path = `${RULES}[${index}].qmpSocket`;
    if (vm === undefined) {
      report.error({
        path,
        reason: `is ${qmpSocket} for ${name}, where no VM that is enabled takes commands`,
        fix: `name the socket of a VM: ${suggestion(qmpSocket, bySocket.keys())}`,
      });
    } else if (vm.hypervisor.program !== "qemu") {
      report.error({
        path,
        reason: `names ${vm.name}, which runs in ${vm.hypervisor.program}; only QEMU takes USB devices while it runs`,
        fix: `use the hypervisor qemu for ${vm.name}, or leave the rules out`,
      });
    }
  }
}

function socketOf({ vm }: MachineDraft): string {
  const own = vm.hypervisor.controlSocket;
  const usual = controlSocket(vm.name);
  if (own === null) return usual;
  const directory = usual.slice(0, usual.lastIndexOf("/"));
  return own.startsWith("/") ? own : `${directory}/${own}`;
}
