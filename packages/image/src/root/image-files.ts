/** The files of ours that a root has beside Debian's, as a tree on the disk to be copied over it. */

import { chmod, copyFile, mkdir, readFile, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ImageError } from "../image-error.ts";
import { sha256 } from "../store/key.ts";

/** A file of this machine that every VM of the image has. */
export interface ImageFile {
  /** Absolute or relative to the current folder, here. */
  readonly from: string;
  /** Absolute, in the guest. */
  readonly to: string;
}

/** What a path of the tree becomes; what modes the sources have here does not matter. */
export type TreeEntry =
  | {
      readonly kind: "file";
      readonly path: string;
      readonly from: string;
      readonly mode: number;
    }
  | { readonly kind: "link"; readonly path: string; readonly target: string };

/** Our own file lists have no modes of their own: nothing that they name is started by its path. */
export function fileEntry({ from, to }: ImageFile): TreeEntry {
  return { kind: "file", path: to, from, mode: 0o644 };
}

/** A unit or a generator of systemd that is not there, whatever a package brings: `folder` is that of its kind. */
export function masked(folder: string, name: string): TreeEntry {
  return { kind: "link", path: `${folder}/${name}`, target: "/dev/null" };
}

/** Changes with whatever would change the tree. */
export async function hashOfTree(
  entries: readonly TreeEntry[],
): Promise<string> {
  const lines = entries.map(async (entry) =>
    entry.kind === "link"
      ? [entry.path, "->", entry.target]
      : [entry.path, entry.mode, sha256(await readFile(entry.from))],
  );
  return sha256(JSON.stringify(await Promise.all(lines)));
}

/** Lays the entries into a folder. Throws ImageError "invalid-path" for one that would leave it. */
export async function layTree(
  entries: readonly TreeEntry[],
  folder: string,
): Promise<void> {
  for (const entry of entries) {
    const path = placeIn(folder, entry.path);
    await mkdir(dirname(path), { recursive: true });
    if (entry.kind === "link") {
      await symlink(entry.target, path);
      continue;
    }
    await copyFile(entry.from, path);
    await chmod(path, entry.mode);
  }
}

function placeIn(folder: string, path: string): string {
  const parts = path.split("/").slice(1);
  const plain = parts.every((part) => !["", ".", ".."].includes(part));
  if (path.startsWith("/") && plain) return join(folder, path);
  throw new ImageError("invalid-path", path, "is not a plain absolute path");
}
