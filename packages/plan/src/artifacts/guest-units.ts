/** The units that guest modules put into a VM, as systemd reads them (systemd.unit(5)). */

import type { GuestUnit, Vm } from "@ghaf/system";
import type { Artifact } from "./artifact.ts";
import { masked, unitFile, wants } from "./wants.ts";

export function guestUnits({
  vms,
}: {
  readonly vms: readonly Vm[];
}): readonly Artifact[] {
  return vms.flatMap(({ name, units }) =>
    units.flatMap((unit) => unitFiles(name, unit)),
  );
}

/** Nothing starts a masked unit, whoever wants it. */
function unitFiles(system: string, unit: GuestUnit): readonly Artifact[] {
  if (unit.masked) return [masked(system, unit.name)];
  const lines = linesOf(unit);
  const added = unit.dropIn ? `${unit.name}.d/60-ghaf.conf` : unit.name;
  return [
    ...(lines.length === 0 ? [] : [unitFile(system, added, lines)]),
    ...wantedBy(unit).map(([target, instance]) =>
      wants(system, target, instance),
    ),
  ];
}

function linesOf({ sections }: GuestUnit): readonly string[] {
  return Object.entries(sections).flatMap(([section, settings]) => [
    `[${section}]`,
    ...Object.entries(settings).flatMap(([name, value]) =>
      listOf(value).map((one) => `${name}=${one}`),
    ),
  ]);
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

/** Nobody calls `systemctl enable`: what it would do is written down here. */
function wantedBy({
  name,
  sections,
}: GuestUnit): readonly (readonly [target: string, unit: string])[] {
  const { WantedBy, RequiredBy, DefaultInstance } = sections["Install"] ?? {};
  const [instance = ""] = listOf(DefaultInstance ?? "");
  const unit = name.replace("@.", `@${instance}.`);
  const targets = [...listOf(WantedBy ?? ""), ...listOf(RequiredBy ?? "")]
    .flatMap((value) => value.split(" "))
    .filter((target) => target !== "");
  return [...new Set(targets)].map((target) => [target, unit]);
}
