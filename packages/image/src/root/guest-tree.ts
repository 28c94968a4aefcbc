/** Where the files of guest/ and what we mask lie in the root of every guest. */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { masked, type TreeEntry } from "./image-files.ts";
import {
  maskedGenerators,
  maskedUnits,
  maskedUserUnits,
} from "./masked-units.ts";

const programFolder = "/usr/lib/ghaf";
const systemdFolder = "/usr/lib/systemd";
const tmpfilesFolder = "/usr/lib/tmpfiles.d";
const unitFolder = `${systemdFolder}/system`;

/** `guest` has the folders programs, units, and systemd and tmpfiles.d, whose files lie in the root's as they lie there. */
export async function guestEntries(guest: string): Promise<TreeEntry[]> {
  return [
    ...(await programEntries(join(guest, "programs"))),
    ...(await unitEntries(join(guest, "units"))),
    ...(await settingEntries(join(guest, "systemd"), systemdFolder)),
    ...(await settingEntries(join(guest, "tmpfiles.d"), tmpfilesFolder)),
    ...maskedUnits.map((name) => masked("/etc/systemd/system", name)),
    ...maskedUserUnits.map((name) => masked("/etc/systemd/user", name)),
    ...maskedGenerators.map((name) =>
      masked("/etc/systemd/system-generators", name),
    ),
  ];
}

async function programEntries(folder: string): Promise<TreeEntry[]> {
  const names = (await readdir(folder)).sort();
  return names.map((name) => ({
    kind: "file",
    path: `${programFolder}/${name}`,
    from: join(folder, name),
    mode: 0o755,
  }));
}

async function settingEntries(
  folder: string,
  inRoot: string,
): Promise<TreeEntry[]> {
  const options = { recursive: true, withFileTypes: true } as const;
  const found = await readdir(folder, options);
  const paths = found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return paths.map((from) => ({
    kind: "file",
    path: `${inRoot}${from.slice(folder.length)}`,
    from,
    mode: 0o644,
  }));
}

async function unitEntries(folder: string): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const from = join(folder, name);
    const path = `${unitFolder}/${name}`;
    entries.push({ kind: "file", path, from, mode: 0o644 });
    const text = await readFile(from, "utf8");
    entries.push(...wantedBy(text).map((target) => wantLink(target, name)));
  }
  return entries;
}

/** What `systemctl enable` would do with the section [Install]. */
function wantedBy(unit: string): string[] {
  return [...unit.matchAll(/^WantedBy=(.*)$/gm)].flatMap(([, targets = ""]) =>
    targets.split(" ").filter((target) => target !== ""),
  );
}

function wantLink(target: string, name: string): TreeEntry {
  const path = `${unitFolder}/${target}.wants/${name}`;
  return { kind: "link", path, target: `../${name}` };
}
