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

/** The version of the installed esbuild, without loading it; nothing when there is none. */
export function esbuildVersion(): string | undefined {
  try {
    const file = resolver().resolve("esbuild/package.json");
    const { version }: { version?: unknown } = JSON.parse(
      readFileSync(file, "utf8"),
    );
    return String(version);
  } catch {
    return undefined;
  }
}
