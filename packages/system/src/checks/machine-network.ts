/** Interfaces, forwarded ports and openings of VMs: what each needs to work (spec 3.3; 4.5, rows 4 and 18). */

import type { Reporter } from "@ghaf/module-system";
import type { Interface } from "../machine/hypervisor.ts";
import type { MachineDraft } from "../machine/machine-draft.ts";
import { HOST_NAME } from "../machine/reservations.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { suggestion } from "./known-names.ts";
import { guestFinding, type MachineCheck } from "./machine-check.ts";
import { repeated } from "./repeated.ts";

export const networkChecks: readonly MachineCheck[] = [
  interfaceSettings,
  userInterfaceIds,
  forwardedPorts,
  openings,
];

function interfaceSettings(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  for (const draft of drafts) {
    for (const added of draft.vm.hypervisor.interfaces) {
      const adds = `adds the interface ${added.id} to ${draft.vm.name}`;
      for (const { fault, fix } of faultsOf(added)) {
        const reason = `${adds} ${fault}`;
        report.error(guestFinding(draft, { reason, fix }));
      }
    }
  }
}

interface Fault {
  /** Goes on after “adds the interface”. */
  readonly fault: string;
  readonly fix: string;
}

/** The settings of a type belong to that type, and are needed by it. */
function faultsOf({ type, bridge, macvtap }: Interface): readonly Fault[] {
  return [
    ...belonging("bridge", bridge, { of: "bridge", type }),
    ...belonging("macvtap.link", macvtap.link, { of: "macvtap", type }),
    ...belonging("macvtap.mode", macvtap.mode, { of: "macvtap", type }),
  ];
}

function belonging(
  setting: string,
  value: string | null,
  { of, type }: { readonly of: string; readonly type: string },
): readonly Fault[] {
  if (of === type && value === null) {
    const fix = `set ${setting}, or choose another type`;
    return [{ fault: `without ${setting}, which its type ${type} needs`, fix }];
  }
  if (of !== type && value !== null) {
    const fix = `set the type to "${of}", or leave ${setting} out`;
    const fault = `with ${setting} ${value}, which means nothing to its type ${type}`;
    return [{ fault, fix }];
  }
  return [];
}

function userInterfaceIds(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  for (const draft of drafts) {
    const ids = draft.vm.hypervisor.interfaces
      .filter(({ type }) => type === "user")
      .map(({ id }) => ({ path: draft.path, value: id }));
    for (const { again } of repeated(ids)) {
      report.error(
        guestFinding(draft, {
          reason: `gives two interfaces of ${draft.vm.name} the id ${again.value}`,
          fix: "give each interface an id of its own",
        }),
      );
    }
  }
}

function forwardedPorts(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  const uses = drafts.flatMap((draft) => {
    const { forwardPorts, interfaces, program } = draft.vm.hypervisor;
    const hasUser = interfaces.some(({ type }) => type === "user");
    if (forwardPorts.length > 0 && (program !== "qemu" || !hasUser)) {
      report.error(forwardingWithoutUser(draft));
    }
    return forwardPorts
      .filter(({ from }) => from === "host")
      .map(({ proto, host }) => ({
        ...{ draft, path: draft.path },
        value: `${proto} port ${host.port} of ${host.address === "" ? "every address" : host.address}`,
      }));
  });
  for (const { first, again } of repeated(uses)) {
    report.error(
      guestFinding(again.draft, {
        reason: `forwards ${again.value} of the host to ${again.draft.vm.name}, as ${first.draft.vm.name} does`,
        fix: "choose another host port",
        others: [`${first.path}.extraModules`],
      }),
    );
  }
}

function forwardingWithoutUser(draft: MachineDraft) {
  const { program } = draft.vm.hypervisor;
  return guestFinding(draft, {
    reason:
      program === "qemu"
        ? `forwards ports to ${draft.vm.name}, which has no interface of type user`
        : `forwards ports to ${draft.vm.name}, which ${program} cannot do`,
    fix: 'use the hypervisor qemu and add an interface with the type "user"',
  });
}

/** What may be written for everybody. */
const ANY = "any";

function openings(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  const names = drafts.map(({ vm }) => vm.name);
  const known = new Set([ANY, HOST_NAME, ...names]);
  for (const draft of drafts) {
    for (const { port, protocol, from } of draft.vm.openings) {
      if (known.has(from)) continue;
      report.error(
        guestFinding(draft, {
          reason: `opens ${protocol} port ${port} of ${draft.vm.name} to ${from}, which is no VM that is enabled`,
          fix: `name a VM, ${HOST_NAME} or any: ${suggestion(from, known)}`,
        }),
      );
    }
  }
}
