/** What a bundle depends on: the content of files, and files that must not appear. */

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Metafile } from "esbuild";
import { ENTRY } from "./esbuild-plugins.ts";

export interface Circumstances {
  /** SHA-256 by absolute path, of the content in UTF-8 without byte order mark. */
  readonly hashes: Readonly<Record<string, string>>;
  /** If one of these existed, an import might lead to it. */
  readonly absent: readonly string[];
}

export function circumstancesOf(
  { inputs }: Metafile,
  read: ReadonlyMap<string, string>,
): Circumstances {
  const hashes = new Map(read);
  const absent = new Set<string>();
  for (const file of read.keys()) addPackage(file, hashes, absent);
  for (const path of Object.entries(inputs).flatMap(pathsTried)) {
    // What exists is a link, or a folder that is not what was found.
    const text = textOf(path);
    if (text !== undefined) hashes.set(path, hashOf(text));
    else if (!existsSync(path)) absent.add(path);
  }
  return { hashes: Object.fromEntries(hashes), absent: [...absent].sort() };
}

type Input = Metafile["inputs"][string];

/** Where an import of this file would have been found earlier than it was. */
function pathsTried([path, { imports }]: [string, Input]): readonly string[] {
  return imports.flatMap(({ original, path: target, external }) =>
    external || original === undefined || !isFile(target)
      ? []
      : triedFor(resolve("/", path), original, resolve("/", target)),
  );
}

/** Others are ours and are in a namespace, such as `ghaf-provided:`. */
function isFile(target: string): boolean {
  return !/^[a-z-]+:/.test(target);
}

/** The package.json above a file says how it is to be understood. */
function addPackage(
  file: string,
  hashes: Map<string, string>,
  absent: Set<string>,
): void {
  for (const path of upwards(file, "package.json")) {
    const text = textOf(path);
    if (text !== undefined) {
      hashes.set(path, hashOf(text));
      return;
    }
    absent.add(path);
  }
}

/** Whether a bundle made then would be the same now. */
export function stillHold({ hashes, absent }: Circumstances): boolean {
  return (
    Object.entries(hashes).every(([file, hash]) => {
      const text = textOf(file);
      return text !== undefined && hashOf(text) === hash;
    }) && !absent.some((path) => existsSync(path))
  );
}

/** @param text as read: without a byte order mark */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function textOf(file: string): string | undefined {
  try {
    return new TextDecoder().decode(readFileSync(file));
  } catch {
    return undefined;
  }
}

/** `name` in the folder of a file and in all folders above. */
function upwards(file: string, name: string): readonly string[] {
  const folder = dirname(file);
  const here = join(folder, name);
  return folder === dirname(folder) ? [here] : [here, ...upwards(folder, name)];
}

/** In which order esbuild tries endings. */
const ENDINGS = [".tsx", ".ts", ".jsx", ".js", ".css", ".json"];

/** What esbuild looks at before it comes to `target`. */
function triedFor(
  importer: string,
  original: string,
  target: string,
): readonly string[] {
  if (original.startsWith(ENTRY)) return [];
  if (/^\.{0,2}\//.test(original)) {
    const tried = endingsOf(resolve(dirname(importer), original));
    const end = tried.indexOf(target);
    return tried.slice(0, end === -1 ? undefined : end);
  }
  const name = join("node_modules", packageOf(original));
  const tried = upwards(importer, name);
  const end = tried.findIndex((path) => existsSync(path));
  return tried.slice(0, end === -1 ? undefined : end);
}

function endingsOf(base: string): readonly string[] {
  return [
    base,
    ...ENDINGS.map((ending) => `${base}${ending}`),
    ...ENDINGS.map((ending) => join(base, `index${ending}`)),
  ];
}

function packageOf(name: string): string {
  const [first = "", second = ""] = name.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}
