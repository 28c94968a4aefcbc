/** How systemd of a machine behaves: how much it logs, and which of its parts it has (spec 2.10). */

import {
  HOST_NAME,
  type System,
  type SystemdSelection,
  type Vm,
} from "@ghaf/system";
import type { HostKind } from "../host-kind.ts";
import { type Artifact, publicFile } from "./artifact.ts";
import { guestUnitsWithout, hostUnitsWithout } from "./systemd-parts.ts";
import { masked, unitPath } from "./wants.ts";

/** None for a machine whose systemd is as Debian made it. */
export function systemdSettings(
  { host: { systemd }, vms }: System,
  host: HostKind,
): readonly Artifact[] {
  return [
    ...(host.kind === "systemd" && systemd !== null
      ? [
          ...levels(HOST_NAME, systemd),
          ...masks(HOST_NAME, hostUnitsWithout(systemd.parts)),
        ]
      : []),
    ...vms.flatMap((vm) =>
      vm.systemd === null ? [] : ofGuest(vm, vm.systemd),
    ),
  ];
}

/** A unit that a guest module brings is one that the VM shall have. */
function ofGuest(
  { name, units, files }: Vm,
  selection: SystemdSelection,
): readonly Artifact[] {
  const brought = units.filter(({ dropIn }) => !dropIn);
  const known = new Set([
    ...brought.map((unit) => unitPath(unit.name)),
    ...files.map(({ path }) => path),
  ]);
  const without = guestUnitsWithout(selection.parts);
  return [
    ...levels(name, selection),
    ...masks(
      name,
      without.filter((unit) => !known.has(unitPath(unit))),
    ),
  ];
}

function levels(
  system: string,
  { logLevel }: SystemdSelection,
): readonly Artifact[] {
  return [
    setting(system, "system", ["[Manager]", `LogLevel=${logLevel}`]),
    setting(system, "journald", ["[Journal]", `MaxLevelStore=${logLevel}`]),
  ];
}

function masks(system: string, units: readonly string[]): readonly Artifact[] {
  return units.map((unit) => masked(system, unit));
}

function setting(
  system: string,
  daemon: "system" | "journald",
  lines: readonly string[],
): Artifact {
  const path = `/etc/systemd/${daemon}.conf.d/50-ghaf.conf`;
  return publicFile(system, path, `${lines.join("\n")}\n`);
}
