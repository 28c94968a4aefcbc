/** How esbuild finds and reads what a configuration imports. */

import { extname } from "node:path";
import type { LocatedProblem } from "@ghaf/module-system";
import type { Loader, OnLoadResult, PartialMessage, Plugin } from "esbuild";
import { plainValue } from "../data/definitions.ts";
import { faultProblems, parseData } from "../data/parse-data.ts";
import { fileProblem } from "../file-problem.ts";
import { isProvided, PROVIDED } from "../own-packages.ts";
import { LARGEST_CODE, LARGEST_DATA, readText } from "../read-text.ts";
import { exportedNames, type ProvidedModules } from "./provided.ts";

const NAMESPACE = "ghaf-provided";

/** Our packages, as modules whose names esbuild knows, so that it can say which one does not exist. */
export function providedPackages(modules: ProvidedModules): Plugin {
  return {
    name: NAMESPACE,
    setup(build) {
      build.onResolve({ filter: /^@ghaf(?:\/|$)/ }, ({ path, namespace }) => {
        if (namespace === NAMESPACE) return { path, external: true };
        if (isProvided(path)) return { path, namespace: NAMESPACE };
        const text = `${JSON.stringify(path)} is not for configurations`;
        return { errors: [{ text, notes: [{ text: WHAT_IS_PROVIDED }] }] };
      });
      build.onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({
        contents: isProvided(path) ? standIn(modules, path) : "",
      }));
    },
  };
}

const WHAT_IS_PROVIDED = `import ${PROVIDED.map((name) => JSON.stringify(name)).join(" or ")}`;

function standIn(
  modules: ProvidedModules,
  name: Parameters<typeof exportedNames>[1],
): string {
  const lines = exportedNames(modules, name)
    .filter((exported) => exported !== "default")
    .map((exported) => `export const ${exported} = all.${exported};`);
  return [`const all = require(${JSON.stringify(name)});`, ...lines].join("\n");
}

/** Before the real path of an entry, which is to be read even if it is a folder. */
export const ENTRY = "ghaf-entry:";

const STARTS_WITH_ENTRY = /^ghaf-entry:/;

const LOADERS: Readonly<Record<string, Loader>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".js": "js",
  ".mjs": "js",
  ".cjs": "js",
  ".jsx": "jsx",
  ".json": "json",
  ".yaml": "json",
  ".yml": "json",
  ".txt": "text",
};

/** Reads the files in this process. @param remember is told what was read, which is exactly what is bundled */
export function ownReading(
  remember: (file: string, text: string) => void,
): Plugin {
  return {
    name: "ghaf-reading",
    setup(build) {
      build.onResolve({ filter: STARTS_WITH_ENTRY }, ({ path }) => ({
        path: path.slice(ENTRY.length),
      }));
      const everything = { filter: /./, namespace: "file" };
      build.onLoad(everything, async ({ path }) => {
        const loader = LOADERS[extname(path)];
        if (loader === undefined) return NO_KIND;
        const largest = loader === "json" ? LARGEST_DATA : LARGEST_CODE;
        const read = readText(path, largest);
        if ("reason" in read) return failed(path, read.reason);
        remember(path, read.text);
        return loader === "json"
          ? await dataModule(path, read.text)
          : { contents: read.text, loader };
      });
    },
  };
}

const ENDINGS = Object.keys(LOADERS).join(" ");

/** Said of the import, by esbuild. */
const NO_KIND: OnLoadResult = {
  errors: [
    {
      text: "imports a kind of file that cannot be",
      notes: [{ text: `files that can be imported end in ${ENDINGS}` }],
    },
  ],
};

/** Said of the file itself. */
function failed(file: string, reason: string): OnLoadResult {
  return { errors: [ownMessage(fileProblem({ file, reason }))] };
}

/** Data that a program imports is data only: what its names mean is the program's business. */
async function dataModule(file: string, text: string): Promise<OnLoadResult> {
  const { node, faults } = await parseData(file, text);
  if (node === undefined || faults.length > 0) {
    const problems = faultProblems(file, text, faults);
    return { errors: problems.map(ownMessage) };
  }
  return { contents: JSON.stringify(plainValue(node)), loader: "json" };
}

/** Our own place and words come back as they are. */
function ownMessage(problem: LocatedProblem): PartialMessage {
  return { text: problem.reason, detail: problem };
}
