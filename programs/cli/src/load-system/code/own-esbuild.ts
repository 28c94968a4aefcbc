/** esbuild, for one build. */

import { createRequire } from "node:module";

export type Esbuild = Pick<typeof import("esbuild"), "build" | "stop">;

/**
 * A copy of its own: all users of one copy share one process, and who stops it
 * leaves the others waiting for ever.
 */
export function ownEsbuild(): Esbuild {
  const require = createRequire(import.meta.filename);
  const path = require.resolve("esbuild");
  const shared = require.cache[path];
  delete require.cache[path];
  try {
    return require("esbuild") as Esbuild;
  } finally {
    if (shared === undefined) delete require.cache[path];
    else require.cache[path] = shared;
  }
}
