/** Directories and owners of files, for systemd-tmpfiles (tmpfiles.d(5)). */

import { type Artifact, publicFile } from "./artifact.ts";

export interface TmpfilesLine {
  /** `d`: a directory that is made when it is not there; `z`: mode and owner of what is there. */
  readonly type: "d" | "z";
  /** Of letters, digits and `/._+@:,=~-`. */
  readonly path: string;
  /** Octal: `0755`. */
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
}

/** None for no lines. */
export function tmpfiles(
  system: string,
  name: string,
  lines: readonly TmpfilesLine[],
): readonly Artifact[] {
  if (lines.length === 0) return [];
  const text = lines.map(
    ({ type, path, mode, owner, group }) =>
      `${type} ${path} ${mode} ${owner} ${group} -\n`,
  );
  return [publicFile(system, `/etc/tmpfiles.d/${name}.conf`, text.join(""))];
}
