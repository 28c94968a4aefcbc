/** What systemd of a machine starts, and what it must not: units as files of text (systemd.unit(5)). */

import { type Artifact, publicFile } from "./artifact.ts";

const FOLDER = "/etc/systemd/system";

/** Does what a link in the target's `.wants` does. */
export function wants(system: string, target: string, unit: string): Artifact {
  return unitFile(system, `${target}.d/50-ghaf-${unit}.conf`, [
    ...["[Unit]", `Wants=${unit}`],
  ]);
}

/** Below the folder of units that are made on the machine. */
export function unitFile(
  system: string,
  name: string,
  lines: readonly string[],
): Artifact {
  return publicFile(system, unitPath(name), `${lines.join("\n")}\n`);
}

export function unitPath(name: string): string {
  return `${FOLDER}/${name}`;
}

/** An empty file does what a link to /dev/null does. */
export function masked(system: string, unit: string): Artifact {
  return publicFile(system, unitPath(unit), "");
}
