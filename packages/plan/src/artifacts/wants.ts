/** What a machine starts: a unit beside those that its packages start, as a setting of the target that wants it. */

import { type Artifact, publicFile } from "./artifact.ts";

export const UNIT_FOLDER = "/etc/systemd/system";

/** Does what a link in the target's `.wants` does (systemd.unit(5)), in a file of text. */
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
  return publicFile(system, `${UNIT_FOLDER}/${name}`, `${lines.join("\n")}\n`);
}
