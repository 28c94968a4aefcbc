/** The folder of what was compiled before. It holds code that we run, so it is used only if nobody else can write to it. */

import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { type Environment, nonEmpty } from "../../connection/environment.ts";

/** Where things are kept between runs (XDG Base Directory Specification); nothing when there is no home. */
export function cacheFolder(
  env: Environment,
  home: string | undefined,
): string | undefined {
  const base = nonEmpty(env["XDG_CACHE_HOME"]);
  // A relative one is to be ignored, says the specification.
  if (base !== undefined && isAbsolute(base)) return join(base, "ghaf");
  return home !== undefined && isAbsolute(home)
    ? join(home, ".cache", "ghaf")
    : undefined;
}

const WRITABLE_BY_OTHERS = 0o022;

function isOurs({ uid, mode }: Stats): boolean {
  return uid === process.getuid?.() && (mode & WRITABLE_BY_OTHERS) === 0;
}

/** The content of a file of ours; nothing for any reason. */
export function readKept(folder: string, name: string): string | undefined {
  try {
    if (!isOurFolder(folder)) return undefined;
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW;
    const opened = openSync(join(folder, name), flags | constants.O_NONBLOCK);
    try {
      const facts = fstatSync(opened);
      return facts.isFile() && isOurs(facts)
        ? readFileSync(opened, "utf8")
        : undefined;
    } finally {
      closeSync(opened);
    }
  } catch {
    return undefined;
  }
}

function isOurFolder(folder: string): boolean {
  const facts = lstatSync(folder);
  return facts.isDirectory() && isOurs(facts);
}

/** How many files are kept. */
const MOST_KEPT = 64;

/** Writes a file whole, or not at all where that is not possible; the oldest others give way. */
export function keep(folder: string, name: string, content: string): void {
  try {
    if (belongsToOther(folder)) return;
    makeFolder(folder);
    if (!isOurFolder(folder)) return;
    writeWhole(join(folder, name), content);
    dropOldest(folder);
  } catch {
    // Nothing depends on it: the next run compiles again.
  }
}

/** One step at a time: Node's recursive mkdir never ends where a parent exists and takes no folders, as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

function writeWhole(path: string, content: string): void {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    writeFileSync(draft, content, { flag: "wx", mode: 0o600 });
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** As root under somebody's HOME (sudo -E) we would leave a folder that its owner cannot use. */
function belongsToOther(folder: string): boolean {
  try {
    return statSync(folder).uid !== process.getuid?.();
  } catch {
    const isRoot = process.getuid?.() === 0;
    return isRoot && belongsToOther(dirname(folder));
  }
}

function dropOldest(folder: string): void {
  const files = readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => ({ path, changed: lstatSync(path).mtimeMs }))
    .sort((one, other) => other.changed - one.changed);
  for (const { path } of files.slice(MOST_KEPT)) rmSync(path, { force: true });
}
