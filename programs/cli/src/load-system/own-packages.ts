/** Where the running command's own packages are on disk, and which of them a configuration may import. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What a configuration imports from us; everything else of ours is not for it. */
export const PROVIDED = ["@ghaf/system", "@ghaf/module-system"] as const;

export type Provided = (typeof PROVIDED)[number];

export function isProvided(name: string): name is Provided {
  return PROVIDED.some((provided) => provided === name);
}

// In the bundle, tools/setup/bundles.mjs puts the file's own name here.
const resolver = () => createRequire(import.meta.filename);

/** The types of one of our packages, as an absolute path. */
export function typesOf(name: Provided): string {
  return join(dirname(resolver().resolve(name)), "index.d.ts");
}

/** The version of the installed esbuild, without loading it. */
export function esbuildVersion(): string {
  const text = readFileSync(resolver().resolve("esbuild/package.json"), "utf8");
  const { version }: { version?: unknown } = JSON.parse(text);
  return String(version);
}
