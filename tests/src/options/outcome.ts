/** What people and machines see of a description, and how two of them differ. */

import type { Module } from "@ghaf/module-system";
import { type Artifact, NOTHING_ALLOCATED, plan } from "@ghaf/plan";
import { evaluateSystem, HOST_NAME, type Vm, type VmRole } from "@ghaf/system";

export interface Outcome {
  readonly files: readonly PlannedFile[];
  /** For each VM what its image has beside its role, as `ghaf up` reads it. */
  readonly images: readonly PlannedFile[];
  /** `path reason`, sorted. */
  readonly findings: readonly string[];
  /** Whether there is a plan. */
  readonly isSound: boolean;
}

interface PlannedFile {
  /** `ghaf-host`, `net-vm`, `chrome-vm`. */
  readonly machine: string;
  readonly path: string;
  readonly content: string;
  /** The VM that it is about: whose it is, or whose part of the host. */
  readonly vm: string | undefined;
  readonly role: VmRole | undefined;
}

export function outcomeOf(module: Module): Outcome {
  const { system, problems } = evaluateSystem(module);
  const findings = problems.map(({ path, reason }) => `${path} ${reason}`);
  if (system === undefined) {
    findings.sort();
    return { files: [], images: [], findings, isSound: false };
  }
  const made = plan(system, NOTHING_ALLOCATED);
  const refusals = made.problems.map(({ reason }) => reason);
  const roles = new Map(system.vms.map(({ name, role }) => [name, role]));
  return {
    files: made.artifacts.map((artifact) => fileOf(artifact, roles)),
    images: system.vms.map(imageOf),
    findings: [...findings, ...refusals].sort(),
    isSound: refusals.length === 0,
  };
}

function fileOf(
  { system, path, mode, text }: Artifact,
  roles: ReadonlyMap<string, VmRole>,
): PlannedFile {
  const vm = [...roles.keys()].find((name) =>
    system === HOST_NAME ? isAbout(path, name) : system === name,
  );
  const role = vm === undefined ? undefined : roles.get(vm);
  return { machine: system, path, content: `${mode} ${text}`, vm, role };
}

function imageOf({ name, role, packages }: Vm): PlannedFile {
  const content = packages.join(" ");
  return { machine: name, path: "image", content, vm: name, role };
}

function isAbout(path: string, vm: string): boolean {
  return path.includes(`/${vm}/`) || path.includes(`@${vm}.`);
}

type Files = Outcome["files"];

/** The files that differ, each `machine:path`; `<vm>` is any VM and `<app>-vm` any application VM. */
export function changedPlaces(before: Files, after: Files): readonly string[] {
  const all = [...before, ...after];
  const changed = all.filter(
    (file) => !isIn(before, file) || !isIn(after, file),
  );
  const places = changed.map((file) => {
    const whole = placeOf(file, "<vm>");
    const alike = all.filter((other) => placeOf(other, "<vm>") === whole);
    const kinds = new Set(alike.map(kindOf));
    const everywhere = [...kinds].every((kind) =>
      changed.some(
        (one) => placeOf(one, "<vm>") === whole && kindOf(one) === kind,
      ),
    );
    return kinds.size > 1 && everywhere ? whole : placeOf(file, kindOf(file));
  });
  return [...new Set(places)].sort();
}

function isIn(files: Files, { machine, path, content }: PlannedFile) {
  return files.some(
    (file) =>
      file.machine === machine &&
      file.path === path &&
      file.content === content,
  );
}

/** Of a VM's file the kind of VM. */
function kindOf({ vm, role }: PlannedFile): string {
  return role === "app" ? "<app>-vm" : (vm ?? "");
}

function placeOf({ machine, path, vm }: PlannedFile, kind: string): string {
  if (vm === undefined) return `${machine}:${path}`;
  if (machine === vm) return `${kind}:${path}`;
  return `${machine}:${path.replace(vm, kind)}`;
}
