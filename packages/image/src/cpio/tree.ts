/** Entries of an archive with the folders that they lie in. */

import type { CpioEntry } from "./cpio.ts";

const folderMode = 0o755;

/** The entries by path, each after its folders, which are added (0755) where none is given. */
export function withFolders(entries: readonly CpioEntry[]): CpioEntry[] {
  const given = new Set(entries.map((entry) => entry.path));
  const missing = new Set(entries.flatMap((entry) => foldersAbove(entry.path)));
  const added = [...missing]
    .filter((path) => !given.has(path))
    .map((path): CpioEntry => ({ kind: "folder", path, mode: folderMode }));
  return [...entries, ...added].sort(byPath);
}

function foldersAbove(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** By code units, the same on every machine; a folder's path is shorter than those inside. */
function byPath(a: CpioEntry, b: CpioEntry): number {
  if (a.path === b.path) return 0;
  return a.path < b.path ? -1 : 1;
}
