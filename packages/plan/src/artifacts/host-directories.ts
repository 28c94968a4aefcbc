/** Directories of the host that VMs see (spec 2.16). */

import { HOST_NAME, type System } from "@ghaf/system";
import { accountName } from "../guest/account.ts";
import type { Artifact } from "./artifact.ts";
import { type TmpfilesLine, tmpfiles } from "./tmpfiles.ts";

/** What VMs put there is for the person alone. */
export function hostDirectories(system: System): readonly Artifact[] {
  const { sharedDirectory } = system.host;
  if (sharedDirectory === null) return [];
  const { source, members } = sharedDirectory;
  const above = source.slice(0, source.lastIndexOf("/"));
  const owner = accountName(system);
  const own = (path: string): TmpfilesLine => ({
    ...{ type: "d", path, mode: "0700", owner, group: "users" },
  });
  return tmpfiles(HOST_NAME, "50-ghaf-shared", [
    ...[{ ...own(above), mode: "0755", owner: "root", group: "root" }],
    ...[own(source), ...members.map((member) => own(member.source))],
  ]);
}
