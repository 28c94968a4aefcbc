/** The packages of package-lock.json: installed when node_modules is missing or differs from the lock file. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { must, root, StarterError } from "./process.mjs";

const oldestNode = [20, 19];

/** Installs what is missing and nothing else; quick when all is there. */
export function ensureNpmPackages() {
  requireNode();
  if (isInstalled()) return;
  process.stderr.write("installing npm packages (npm ci)\n");
  must(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    stdio: ["ignore", process.stderr, process.stderr],
  });
}

/** A package of its own: as a dependency of ours its command would come before the machine's Node. */
export const node24Folder = join(root, "tools/node24");

/** Installs the Node of the second run of the unit tests. */
export function ensureNode24() {
  must(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: node24Folder,
    stdio: ["ignore", process.stderr, process.stderr],
  });
}

function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [oldestMajor, oldestMinor] = oldestNode;
  if (major > oldestMajor) return;
  if (major === oldestMajor && minor >= oldestMinor) return;
  throw new StarterError(
    `Node ${process.versions.node} is too old: ${oldestNode.join(".")} or newer is needed`,
  );
}

/** Compares what npm noted at the last installation with the lock file, package by package. */
function isInstalled() {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const installed = packagesOf(join(root, "node_modules/.package-lock.json"));
  if (!wanted) throw new StarterError("package-lock.json cannot be read");
  if (!installed) return false;
  const same = (path) => installed[path]?.version === wanted[path]?.version;
  return (
    Object.keys(installed).every(same) &&
    Object.keys(wanted).every(
      (path) =>
        path === "" || isWorkspace(path) || mayLack(wanted[path]) || same(path),
    )
  );
}

function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, "utf8")).packages;
  } catch {
    return undefined;
  }
}

const isWorkspace = (path) => !path.includes("node_modules/");

/** Packages for other platforms are in the lock file and never installed. */
const mayLack = (entry) => entry.optional === true || entry.link === true;
