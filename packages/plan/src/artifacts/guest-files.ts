/** The files that guest modules put into a VM, and whose they are. */

import type { GuestFile, Vm } from "@ghaf/system";
import type { Artifact } from "./artifact.ts";
import { tmpfiles } from "./tmpfiles.ts";

export function guestFiles({
  vms,
}: {
  readonly vms: readonly Vm[];
}): readonly Artifact[] {
  return vms.flatMap(({ name, files }) => [
    ...files.map(
      ({ path, mode, text }): Artifact => ({
        ...{ system: name, path, mode, text, by: "guest module" },
      }),
    ),
    ...owners(name, files),
  ]);
}

/** A file comes into the VM as root's: who owns it, only the VM has a number for. */
function owners(
  system: string,
  files: readonly GuestFile[],
): readonly Artifact[] {
  const lines = files
    .filter(({ owner, group }) => owner !== "root" || group !== "root")
    .map(({ path, mode, owner, group }) => ({
      ...({ type: "z", path, mode, owner, group } as const),
    }));
  return tmpfiles(system, "50-ghaf-files", lines);
}
