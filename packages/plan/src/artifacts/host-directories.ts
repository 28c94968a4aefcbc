/** Directories of the host that VMs see (spec 2.16). */

import { HOST_NAME, type System } from "@ghaf/system";
import { accountName } from "../guest/account.ts";
import type { Artifact } from "./artifact.ts";
import { tmpfiles } from "./tmpfiles.ts";

export interface HostDirectory {
  readonly path: string;
  /** Octal: `0755`. */
  readonly mode: string;
  readonly owner: "root" | "person";
}

/**
 * Each after the one above it. What VMs put there is the person's, and on the host nobody but
 * root gets to it: programs among it could give whoever runs them root's rights.
 */
export function sharedDirectories({ host }: System): readonly HostDirectory[] {
  const { sharedDirectory } = host;
  if (sharedDirectory === null) return [];
  const { source, members } = sharedDirectory;
  const above = source.slice(0, source.lastIndexOf("/"));
  return [
    { path: above, mode: "0700", owner: "root" },
    ...[source, ...members.map((member) => member.source)].map(
      (path) => ({ path, mode: "0700", owner: "person" }) as const,
    ),
  ];
}

export function hostDirectories(system: System): readonly Artifact[] {
  const person = accountName(system);
  const lines = sharedDirectories(system).map(({ path, mode, owner }) => ({
    ...({ type: "d", path, mode } as const),
    owner: owner === "root" ? "root" : person,
    group: owner === "root" ? "root" : "users",
  }));
  return tmpfiles(HOST_NAME, "50-ghaf-shared", lines);
}
