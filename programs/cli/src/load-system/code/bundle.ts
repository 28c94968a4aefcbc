/** Files of code and all they import, made into one text by esbuild. */

import { resolve } from "node:path";
import type { LocatedProblem } from "@ghaf/module-system";
import type { BuildOptions, BuildResult, Message } from "esbuild";
import {
  type Circumstances,
  circumstancesOf,
  hashOf,
} from "./circumstances.ts";
import { errorProblems, START, warningProblems } from "./esbuild-messages.ts";
import { ENTRY, ownReading, providedPackages } from "./esbuild-plugins.ts";
import type { Esbuild } from "./own-esbuild.ts";
import type { ProvidedModules } from "./provided.ts";

export interface Bundle {
  /** CommonJS; its exports are functions, one per entry, that run it and return its exports. */
  readonly code: string;
  /** JSON, with absolute sources. */
  readonly map: string;
  readonly warnings: readonly LocatedProblem[];
  /** What the bundle depends on. */
  readonly circumstances: Circumstances;
}

export interface BundleFailure {
  readonly problems: readonly LocatedProblem[];
  readonly files: readonly string[];
}

export interface BundleRequest {
  /** Real paths, at least one. */
  readonly entries: readonly string[];
  readonly modules: ProvidedModules;
  readonly startEsbuild: () => Esbuild;
}

export async function makeBundle(
  request: BundleRequest,
): Promise<Bundle | BundleFailure> {
  const hashes = new Map<string, string>();
  const options = buildOptions(request, (file, text) => {
    hashes.set(file, hashOf(text));
  });
  const [first = ""] = request.entries;
  try {
    const result = await build(request.startEsbuild(), options);
    return bundleOf(result, hashes, first);
  } catch (error) {
    const problems = errorProblems(messagesOf(error), first);
    return { problems, files: [...hashes.keys()] };
  }
}

type Options = BuildOptions & {
  readonly write: false;
  readonly metafile: true;
};
type Result = BuildResult<Options>;

function buildOptions(
  { entries, modules }: BundleRequest,
  remember: (file: string, text: string) => void,
): Options {
  return {
    stdin: {
      contents: startOf(entries),
      resolveDir: "/",
      sourcefile: START,
    },
    // Paths in messages and maps are then absolute but for the first slash.
    absWorkingDir: "/",
    outfile: "/ghaf-bundle.cjs",
    ...{ bundle: true, format: "cjs", platform: "node", target: "node20.19" },
    ...{ write: false, metafile: true, logLevel: "silent", logLimit: 0 },
    ...{ sourcemap: "external", sourcesContent: false, charset: "utf8" },
    // As in the modules that it is made of.
    banner: { js: '"use strict";' },
    // What an editor is told must not change what runs.
    tsconfigRaw: "{}",
    plugins: [providedPackages(modules), ownReading(remember)],
  };
}

/** Each entry runs when asked, so that one that throws does not keep others from running. */
function startOf(entries: readonly string[]): string {
  const runs = entries.map(
    (file) => `() => require(${JSON.stringify(`${ENTRY}${file}`)})`,
  );
  return `module.exports = [${runs.join(", ")}];`;
}

async function build(esbuild: Esbuild, options: Options): Promise<Result> {
  try {
    return await esbuild.build(options);
  } finally {
    await esbuild.stop();
  }
}

function bundleOf(
  result: Result,
  hashes: ReadonlyMap<string, string>,
  first: string,
): Bundle {
  const text = (ending: string) =>
    result.outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  return {
    code: text(".cjs"),
    map: withAbsoluteSources(text(".map")),
    warnings: warningProblems(result.warnings, first),
    circumstances: circumstancesOf(result.metafile, hashes),
  };
}

/** In the map esbuild writes names as URLs do, each `%` of a file's name as `%25`. */
function withAbsoluteSources(map: string): string {
  const parsed: { readonly sources: readonly string[] } = JSON.parse(map);
  const sources = parsed.sources.map((source) =>
    resolve("/", decodeURIComponent(source)),
  );
  return JSON.stringify({ ...parsed, sources });
}

/** What went wrong; of esbuild itself in one message. */
function messagesOf(error: unknown): readonly Message[] {
  if (error instanceof Error && "errors" in error) {
    return error.errors as readonly Message[];
  }
  const text = `cannot be compiled: ${error instanceof Error ? error.message : String(error)}`;
  const nothing = { id: "", pluginName: "", notes: [], detail: undefined };
  return [{ ...nothing, text, location: null }];
}
