/** Options that name a VM: it must be there (spec 4.5, row 4). */

import type { Check, Reporter } from "@ghaf/module-system";
import { vmOfLabel } from "../machine/desktop.ts";
import { enabledVmNames } from "../machine/enabled-vms.ts";
import { HOST_NAME } from "../machine/reservations.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { suggestion } from "./known-names.ts";
import { repeated } from "./repeated.ts";

export const vmReferenceChecks: readonly Check<PlatformConfig>[] = [
  launchers,
  launcherNames,
  sharedDirectories,
  sharedMemory,
  windowFrames,
  flows,
  logListener,
];

interface Reference {
  readonly path: string;
  /** As it is written. */
  readonly name: string;
  /** The VM that is meant by it. */
  readonly vm: string;
  /** What the VM is needed for, after “no such VM is enabled”. */
  readonly purpose: string;
}

function reportUnknown(
  config: PlatformConfig,
  report: Reporter,
  references: readonly Reference[],
): void {
  const known = new Set(enabledVmNames(config));
  for (const { path, name, vm, purpose } of references) {
    if (known.has(vm)) continue;
    report.error({
      path,
      reason: `names ${name}, but no such VM is enabled ${purpose}`,
      fix: `enable ${vm}, or name another VM: ${suggestion(vm, known)}`,
    });
  }
}

function launchers(config: PlatformConfig, report: Reporter): void {
  const references = config.ghaf.graphics.launchers.flatMap(
    ({ name, vm }, index) =>
      vm === null
        ? []
        : [
            {
              path: `ghaf.graphics.launchers[${index}].vm`,
              ...{ name: vm, vm: vmOfLabel(vm) },
              purpose: `to run ${name} in`,
            },
          ],
  );
  reportUnknown(config, report, references);
}

/** The menu shows names; two that are alike and start different things cannot be told apart. */
function launcherNames(config: PlatformConfig, report: Reporter): void {
  const uses = config.ghaf.graphics.launchers.map(
    ({ name, vm, path }, index) => ({
      path: `ghaf.graphics.launchers[${index}].name`,
      value: `${name} ${vm === null ? "" : vmOfLabel(vm)}`,
      ...{ name, starts: JSON.stringify(path) },
    }),
  );
  for (const { first, again } of repeated(uses)) {
    if (first.starts === again.starts) continue;
    report.error({
      path: again.path,
      reason: `is ${again.name}, as is ${first.path} for the same machine`,
      fix: "give each launcher of a machine a name of its own",
      others: [first.path],
    });
  }
}

function sharedDirectories(config: PlatformConfig, report: Reporter): void {
  const { enable, vms } =
    config.ghaf.virtualization["microvm-host"].sharedVmDirectory;
  if (!enable) return;
  const path = "ghaf.virtualization.microvm-host.sharedVmDirectory.vms";
  const purpose = "to share a directory with";
  reportUnknown(config, report, listed(path, vms, purpose));
}

function sharedMemory(config: PlatformConfig, report: Reporter): void {
  const { enable, vms_enabled: vms } = config.ghaf.shm;
  if (!enable) return;
  const purpose = "to share memory with";
  reportUnknown(config, report, listed("ghaf.shm.vms_enabled", vms, purpose));
}

function windowFrames(config: PlatformConfig, report: Reporter): void {
  const { enable, securityContext } = config.ghaf.graphics.labwc;
  if (!enable) return;
  const references = securityContext.map(({ identifier: name }, index) => ({
    path: `ghaf.graphics.labwc.securityContext[${index}].identifier`,
    ...{ name, vm: name, purpose: "to draw frames for" },
  }));
  reportUnknown(config, report, references);
}

function listed(
  path: string,
  names: readonly string[],
  purpose: string,
): readonly Reference[] {
  return names.map((name, index) => ({
    ...{ path: `${path}[${index}]`, name, vm: name, purpose },
  }));
}

/** What a flow may name instead of a VM: all VMs of a role. */
const ROLES = ["net", "gui", "audio", "admin", "ids", "app"];

function flows(config: PlatformConfig, report: Reporter): void {
  const known = new Set([...enabledVmNames(config), HOST_NAME, ...ROLES]);
  for (const [index, flow] of config.ghaf.networking.flows.entries()) {
    const path = `ghaf.networking.flows[${index}]`;
    for (const end of ["from", "to"] as const) {
      if (known.has(flow[end])) continue;
      report.error({
        path: `${path}.${end}`,
        reason: `names ${flow[end]}, which is neither a VM that is enabled, nor a role, nor ${HOST_NAME}`,
        fix: `name another machine: ${suggestion(flow[end], known)}`,
      });
    }
    if (flow.from !== flow.to || flow.from === "app") continue;
    report.error({
      path: `${path}.to`,
      reason: `is ${flow.to}, the same as from; a machine needs no leave to reach itself`,
      fix: "name two machines, or leave the flow out",
      others: [`${path}.from`],
    });
  }
}

/** A name with a dot is that of a machine elsewhere. */
function logListener(config: PlatformConfig, report: Reporter): void {
  const { client, listener } = config.ghaf.logging;
  const { address } = listener;
  if (!client.enable || address.includes(".") || address === "localhost") {
    return;
  }
  const pinned = config.ghaf.networking.hosts.entries.map(({ name }) => name);
  const known = new Set([...enabledVmNames(config), HOST_NAME, ...pinned]);
  if (known.has(address.replace(/-debug$/, ""))) return;
  // Without admin-vm, that is what is reported.
  if (address === "admin-vm") return;
  report.error({
    path: "ghaf.logging.listener.address",
    reason: `is ${address}, which is the name of no machine of this device`,
    fix: `name the machine that collects logs: ${suggestion(address, known)}`,
  });
}
