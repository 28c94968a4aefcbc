/** The Debian tree that test machines boot: built once per recipe, kept in the user's cache. */

import { createHash } from "node:crypto";
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { run, succeed } from "./command.ts";
import {
  acquireOptions,
  listArchives,
  parseArchives,
  sourceLines,
} from "./debian-mirror.ts";
import { recipes } from "./recipes.ts";

const suite = "trixie";

/** systemd with a user manager, Debian's Node, and what the agent calls or talks to. */
const packages = [
  "systemd",
  "systemd-sysv",
  "dbus",
  "dbus-user-session",
  "libpam-systemd",
  "polkitd",
  "iproute2",
  "nodejs",
  "locales",
  "tzdata",
  "login",
  "mount",
  "passwd",
  "procps",
] as const;

const buildDeadlineMs = 10 * 60_000;
const unusedForMs = 24 * 3600_000;

/** Where trees are kept: `$XDG_CACHE_HOME/ghaf-ts/roots`, readable by its owner only. */
function cacheDirectory(): string {
  const cache = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  return join(cache, "ghaf-ts", "roots");
}

/** Names the tree after everything that decides what is in it, but the day's package versions. */
async function recipeKey(names: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([suite, names, process.arch]));
  for (const script of ["build-root.sh", "root-hook.sh"]) {
    hash.update(await readFile(join(recipes, script)));
  }
  return `${suite}-${hash.digest("hex").slice(0, 16)}`;
}

/**
 * The path of a tree made by the present recipe, built now if there is none (half a minute;
 * needs root and mmdebstrap). Two processes may ask at once: one builds, the other waits.
 * @param added Debian packages beside those of every tree
 */
export async function ensureRoot(added: readonly string[]): Promise<string> {
  const cache = cacheDirectory();
  await mkdir(cache, { recursive: true });
  await chmod(cache, 0o700);
  const names = [...packages, ...added];
  const key = await recipeKey(names);
  const target = join(cache, key);
  const built = await stat(target).catch(() => undefined);
  if (!built) await build(cache, target, names);
  await writeFile(`${target}.used`, "");
  await utimes(`${target}.used`, new Date(), new Date());
  await removeUnused(cache, key);
  return target;
}

async function build(
  cache: string,
  target: string,
  names: readonly string[],
): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "ghaf-root-"));
  try {
    const options = join(scratch, "apt.conf");
    const configured = await succeed(["apt-config", "dump"]);
    await writeFile(options, acquireOptions(configured));
    const archives = parseArchives(await succeed(listArchives));
    const lines = sourceLines(archives, await hostCodename(), suite);
    const recipe = join(recipes, "build-root.sh");
    await succeed(
      ["flock", join(cache, "build.lock"), recipe, target].concat(
        names.join(","),
        options,
        lines,
      ),
      { deadlineMs: buildDeadlineMs },
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function hostCodename(): Promise<string> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  return /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(release)?.[1] ?? "";
}

/** Removes trees of other recipes that nobody asked for in a day and no machine runs on. */
async function removeUnused(cache: string, key: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!/^trixie-[0-9a-f]{16}$/.test(name) || name === key) continue;
    const path = join(cache, name);
    const used = await stat(`${path}.used`).catch(() => undefined);
    if (used && Date.now() - used.mtimeMs < unusedForMs) continue;
    const held = ["flock", "--nonblock", "--exclusive", path];
    await run([...held, "rm", "-rf", "--one-file-system", "--", path]);
    await rm(`${path}.used`, { force: true });
  }
}
