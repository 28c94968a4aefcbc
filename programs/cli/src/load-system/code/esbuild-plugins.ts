/** How esbuild finds and reads what a configuration imports. */

import { extname } from "node:path";
import type { Loader, OnLoadResult, PartialMessage, Plugin } from "esbuild";
import { plainValue } from "../data/definitions.ts";
import { faultProblem, parseData } from "../data/parse-data.ts";
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
      const everything = { filter: /./, namespace: "file" };
      build.onLoad(everything, async ({ path }) => {
        const loader = LOADERS[extname(path)];
        if (loader === undefined)
          return failed(
            `imports ${path}, which is no kind of file that can be`,
          );
        const largest = loader === "json" ? LARGEST_DATA : LARGEST_CODE;
        const read = readText(path, largest);
        if ("reason" in read)
          return failed(`imports ${path}, which ${read.reason}`);
        remember(path, read.text);
        return loader === "json"
          ? await dataModule(path, read.text)
          : { contents: read.text, loader };
      });
    },
  };
}

function failed(text: string): OnLoadResult {
  return { errors: [{ text }] };
}

/** Data that a program imports is data only: what its names mean is the program's business. */
async function dataModule(file: string, text: string): Promise<OnLoadResult> {
  const { node, faults } = await parseData(file, text);
  if (node === undefined || faults.length > 0) {
    return { errors: faults.map((fault) => faultMessage(file, text, fault)) };
  }
  return { contents: JSON.stringify(plainValue(node)), loader: "json" };
}

function faultMessage(
  file: string,
  text: string,
  fault: Parameters<typeof faultProblem>[2],
): PartialMessage {
  // Our own place and words come back as they are.
  return {
    text: fault.reason,
    detail: faultProblem(file, text, fault),
    location: { file },
  };
}
