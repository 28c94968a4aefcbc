/**
 * Programs that hand over to their running process and end: which running
 * instance a start may turn out to have merged into (specification 3.6).
 */

import type { UnitName, UnitStatus } from "@ghaf/api";
import type { ResolvedApplication } from "@ghaf/api/config";
import type { Units } from "../systemd/units.ts";
import { commandOf, type Manifest } from "./manifest.ts";

/**
 * The instance whose status answers for a start that ends at once: of the same
 * application when it has one instance, none when it has many, else, as in the
 * reference, the first one whose command line contains the program.
 */
export async function mergeCandidate(
  application: ResolvedApplication,
  manifest: Manifest,
  units: Units,
): Promise<UnitName | undefined> {
  if (application.instances === "many") return undefined;
  const loaded = await units.list(manifest.patterns);
  const running = loaded.filter((status) => isInstance(status, manifest));
  if (application.instances === "one") {
    const same = running.find(
      ({ name }) => manifest.ofUnit(name)?.name === application.name,
    );
    return same?.name as UnitName | undefined;
  }
  const program = programOf(application);
  // What a manager lists under our patterns has a well-formed name.
  const names = running.map(({ name }) => name as UnitName);
  const lines = await Promise.all(names.map((unit) => units.commandLine(unit)));
  return names.find((_, index) => lines[index]?.join(" ").includes(program));
}

function isInstance(status: UnitStatus, manifest: Manifest): boolean {
  return (
    status.activeState === "active" &&
    manifest.ofUnit(status.name) !== undefined
  );
}

/** The program that counts: behind waypipe, the one that it wraps. */
function programOf(application: ResolvedApplication): string {
  const [program, wrapped] = commandOf(application);
  return program.includes("waypipe") ? (wrapped ?? program) : program;
}
