/** Files of code, from their paths to their modules: made into a bundle, unless one is kept, and run. */

import type { LocatedProblem, Module } from "@ghaf/module-system";
import { type Bundle, makeBundle } from "./bundle.ts";
import { hashOf } from "./circumstances.ts";
import { keepBundle, keepingOf, keptBundle } from "./kept-bundle.ts";
import { type Esbuild, ownEsbuild } from "./own-esbuild.ts";
import { providedModules } from "./provided.ts";
import { runBundle } from "./run-bundle.ts";
import type { RunningCode } from "./thrown.ts";

export interface CodeOptions {
  /** See `cacheFolder`; without it nothing is kept. */
  readonly cache?: string | undefined;
  /** Of nobody else; it is stopped afterwards. */
  readonly startEsbuild?: () => Esbuild;
}

export interface LoadedCode {
  /** By the real paths of the entries. */
  readonly modules: ReadonlyMap<string, Module>;
  readonly problems: readonly LocatedProblem[];
  /** Every file that was read. */
  readonly files: readonly string[];
  /** Absent when it could not be compiled. */
  readonly running?: RunningCode;
}

/** @param entries real paths */
export async function loadCode(
  entries: readonly string[],
  options: CodeOptions,
): Promise<LoadedCode> {
  if (entries.length === 0) {
    return { modules: new Map(), problems: [], files: [] };
  }
  const modules = await providedModules();
  const keeping =
    options.cache === undefined
      ? undefined
      : keepingOf(options.cache, entries, modules);
  const kept = keeping && keptBundle(keeping);
  const { startEsbuild = ownEsbuild } = options;
  const bundle = kept ?? (await makeBundle({ entries, modules, startEsbuild }));
  if ("problems" in bundle) return { modules: new Map(), ...bundle };
  if (keeping && !kept) keepBundle(keeping, bundle);
  const running = { name: nameOf(entries), map: bundle.map };
  const run = runBundle({ ...running, code: bundle.code, entries, modules });
  return {
    modules: run.modules,
    problems: [...bundle.warnings, ...run.problems],
    files: filesOf(bundle),
    running,
  };
}

/** Of letters that no reader of V8's stacks stumbles over, and of no file that exists. */
function nameOf(entries: readonly string[]): string {
  return `/ghaf-load/${hashOf(JSON.stringify(entries)).slice(0, 16)}.cjs`;
}

function filesOf({ circumstances }: Bundle): readonly string[] {
  return Object.keys(circumstances.hashes).filter(
    (file) => !file.endsWith("/package.json"),
  );
}
