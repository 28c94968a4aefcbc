/** The files that one machine has beyond the Debian tree, laid out as the upper layer of its root. */

import {
  chmod,
  chown,
  lstat,
  mkdir,
  symlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join, normalize, sep } from "node:path";
import { MachineError } from "./machine-error.ts";

/** A file of the guest; owned by root and 0644 unless said otherwise. */
export interface GuestFile {
  /** Absolute, in the guest. */
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly mode?: number;
  /** Owner and group. */
  readonly uid?: number;
}

/** A unit of the guest's system manager, or of the managers of its users. */
export interface GuestUnit {
  readonly name: string;
  readonly content: string;
  readonly manager?: "system" | "user";
  /** The target that starts it at boot; it is only there to be started when absent. */
  readonly wantedBy?: string;
}

/** Everything that one machine has beyond the tree. */
export interface GuestLayer {
  /** An empty directory that will lie over the tree. */
  readonly layer: string;
  /** The tree, as built. */
  readonly root: string;
  readonly files: readonly GuestFile[];
  readonly units: readonly GuestUnit[];
}

/** Writes files and units into a layer. */
export async function layFiles(options: GuestLayer): Promise<void> {
  const { layer, root, files, units } = options;
  for (const file of [...files, ...units.map(unitFile)]) {
    const path = await placeFor(layer, root, file.path);
    await writeFile(path, file.content);
    await chmod(path, file.mode ?? 0o644);
    if (file.uid !== undefined) await chown(path, file.uid, file.uid);
  }
  for (const unit of units) {
    if (unit.wantedBy === undefined) continue;
    const link = join(unitFolder(unit), `${unit.wantedBy}.wants`, unit.name);
    await symlink(`../${unit.name}`, await placeFor(layer, root, link));
  }
}

function unitFile(unit: GuestUnit): GuestFile {
  return { path: join(unitFolder(unit), unit.name), content: unit.content };
}

function unitFolder(unit: GuestUnit): string {
  return `/etc/systemd/${unit.manager ?? "system"}`;
}

/** Makes the folders above a guest's path; one that the tree has too keeps the tree's mode and owner. */
async function placeFor(
  layer: string,
  root: string,
  path: string,
): Promise<string> {
  if (!path.startsWith(sep) || normalize(path) !== path) {
    throw new MachineError("boot", path, "not an absolute path of a guest");
  }
  const folders = dirname(path).split(sep).filter(Boolean);
  for (const index of folders.keys()) {
    await layFolder(layer, root, join(...folders.slice(0, index + 1)));
  }
  return join(layer, path);
}

async function layFolder(
  layer: string,
  root: string,
  folder: string,
): Promise<void> {
  const made = await mkdir(join(layer, folder), { recursive: true });
  if (made === undefined) return; // laid before, for another file
  const below = await lstat(join(root, folder)).catch(() => undefined);
  await chmod(join(layer, folder), below ? below.mode & 0o7777 : 0o755);
  if (below) await chown(join(layer, folder), below.uid, below.gid);
}
