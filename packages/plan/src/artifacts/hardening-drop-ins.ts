/** Drop-ins that harden the services of Debian on each machine that has them (spec 2.11, systemd.exec(5)). */

import {
  type HardenedUnit,
  HOST_NAME,
  hardenedIn,
  type System,
  type SystemdSelection,
  type Vm,
} from "@ghaf/system";
import { linesOf } from "../hardening/directive-lines.ts";
import { HARDENED } from "../hardening/hardened-units.ts";
import type { HostKind } from "../host-kind.ts";
import type { Artifact } from "./artifact.ts";
import { guestUnitsWithout, hostUnitsWithout } from "./systemd-parts.ts";
import { unitFile } from "./wants.ts";

/** None where the description does not ask for them, and of no unit that its machine cannot have. */
export function hardeningDropIns(
  { host, vms }: System,
  { kind }: HostKind,
): readonly Artifact[] {
  return [
    ...(kind === "systemd" && host.systemd !== null
      ? dropIns({ name: HOST_NAME, ...ofHost(host, host.systemd) })
      : []),
    ...vms.flatMap((vm) =>
      vm.systemd === null
        ? []
        : dropIns({ name: vm.name, ...ofGuest(vm, vm.systemd) }),
    ),
  ];
}

interface Machine {
  readonly name: string;
  readonly selection: SystemdSelection;
  readonly kind: "host" | "guests";
  readonly packages: readonly string[];
  /** With `.service`. */
  readonly absent: readonly string[];
}

function ofHost(
  { packages, runsVms }: System["host"],
  selection: SystemdSelection,
): Omit<Machine, "name"> {
  const absent = [
    ...hostUnitsWithout(selection.parts),
    ...(runsVms ? [] : ["microvm@.service"]),
  ];
  return { selection, kind: "host", packages, absent };
}

function ofGuest(
  { packages, units }: Vm,
  selection: SystemdSelection,
): Omit<Machine, "name"> {
  const masked = units.filter((unit) => unit.masked).map(({ name }) => name);
  const absent = [...guestUnitsWithout(selection.parts), ...masked];
  return { selection, kind: "guests", packages, absent };
}

function dropIns(machine: Machine): readonly Artifact[] {
  return hardenedIn(machine.selection)
    .filter((unit) => has(machine, unit))
    .map((unit) =>
      unitFile(machine.name, `${unit}.service.d/50-ghaf-hardened.conf`, [
        "[Service]",
        ...linesOf(HARDENED[unit].directives),
      ]),
    );
}

function has({ kind, packages, absent }: Machine, unit: HardenedUnit): boolean {
  if (absent.includes(`${unit}.service`)) return false;
  const row = HARDENED[unit];
  return (
    row.on.includes(kind) || row.packages.some((one) => packages.includes(one))
  );
}
