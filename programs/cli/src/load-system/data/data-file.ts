/** One file of data: what it defines, and which others it names. */

import { realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import {
  type LocatedProblem,
  type Module,
  type ModuleOrigin,
  makeModule,
} from "@ghaf/module-system";
import { nearest } from "@ghaf/module-system/nearest";
import { fileProblem, positionAt } from "../file-problem.ts";
import { ENDINGS, fileKind, suggestFile } from "../nearest-file.ts";
import { LARGEST_DATA, readText, reasonOf } from "../read-text.ts";
import type { DataEntry, DataFault, DataNode } from "./data-node.ts";
import { definitionsOf, offsetOf } from "./definitions.ts";
import { faultProblems, parseData } from "./parse-data.ts";

/** Something that a file of data imports, in the order of its list. */
export type DataImport =
  | { readonly kind: "builtin"; readonly module: Module }
  /** A real path. */
  | { readonly kind: "data" | "code"; readonly file: string };

export interface DataFile {
  readonly imports: readonly DataImport[];
  readonly problems: readonly LocatedProblem[];
  /** The module with what its imports have become. */
  module(imports: readonly Module[]): Module;
}

export type Builtin = Readonly<Record<string, Module>>;

interface Source {
  readonly file: string;
  readonly builtin: Builtin;
}

/** @param source a real path */
export async function readDataFile(
  source: Source,
): Promise<DataFile | LocatedProblem> {
  const { file } = source;
  const read = readText(file, LARGEST_DATA);
  if ("reason" in read) {
    return fileProblem({ file, reason: read.reason });
  }
  const { text } = read;
  const { node, faults } = await parseData(file, text);
  const parts = partsOf(node, source);
  const problems = faultProblems(file, text, [...faults, ...parts.faults]);
  const origin = originOf(file, text, node);
  return {
    imports: parts.imports,
    problems,
    module: (imports) => makeModule({ imports, config: parts.config }, origin),
  };
}

function originOf(
  file: string,
  text: string,
  node: DataNode | undefined,
): Omit<ModuleOrigin, "site"> {
  return {
    form: "shorthand",
    label: file,
    find: (path) =>
      positionAt(file, text, node === undefined ? 0 : offsetOf(node, path)),
  };
}

interface Parts {
  readonly imports: readonly DataImport[];
  readonly config: unknown;
  readonly faults: readonly DataFault[];
}

/** Names at the top that are no options. */
const RESERVED = ["imports", "options", "checks", "$schema"];

function partsOf(node: DataNode | undefined, source: Source): Parts {
  const empty = { imports: [], config: {} };
  if (node === undefined) return { ...empty, faults: [] };
  if (node.kind !== "map") {
    const reason = "has no names at its top";
    const fix = "write names and values, such as `ghaf:` and below it options";
    return { ...empty, faults: [{ at: node.at, reason, fix }] };
  }
  const entries = node.entries.filter(({ name }) => !RESERVED.includes(name));
  const definitions = definitionsOf({ ...node, entries });
  const listed = node.entries.find(({ name }) => name === "imports");
  const { imports, faults } = importsOf(listed, source);
  const code = node.entries.filter(({ name }) => isCode(name)).map(onlyInCode);
  return {
    imports,
    config: definitions.value,
    faults: [...faults, ...code, ...definitions.faults],
  };
}

function isCode(name: string): boolean {
  return name === "options" || name === "checks";
}

function onlyInCode({ name, at }: DataEntry): DataFault {
  const reason = `has ${name}, which a file of data cannot have`;
  const fix = `write ${name} in a TypeScript file and name it in imports`;
  return { at, reason, fix };
}

function importsOf(
  listed: DataEntry | undefined,
  source: Source,
): Pick<Parts, "imports" | "faults"> {
  if (listed === undefined) return { imports: [], faults: [] };
  const { node } = listed;
  if (node.kind !== "list") {
    const reason = "has imports that are not a list";
    const fix = 'write a list of files, such as ["./kernel.yaml"]';
    return { imports: [], faults: [{ at: node.at, reason, fix }] };
  }
  const found = node.items.map((item) => importOf(item, source));
  return {
    imports: found.filter((one) => "kind" in one),
    faults: found.filter((one) => "reason" in one),
  };
}

function importOf(item: DataNode, source: Source): DataImport | DataFault {
  const { at } = item;
  if (item.kind !== "scalar" || typeof item.value !== "string") {
    const fix = 'write the path of a file, such as "./kernel.yaml"';
    return { at, reason: "imports something that is not a text", fix };
  }
  const written = item.value;
  if (written.startsWith("ghaf:")) {
    return builtinImport(written, at, source.builtin);
  }
  return fileImport(written, at, source.file);
}

function builtinImport(
  written: string,
  at: number,
  builtin: Builtin,
): DataImport | DataFault {
  const name = written.slice("ghaf:".length);
  const module = Object.hasOwn(builtin, name) ? builtin[name] : undefined;
  if (module !== undefined) return { kind: "builtin", module };
  const names = Object.keys(builtin);
  const [best] = nearest(name, names);
  const fix =
    best === undefined
      ? `there are ${names.map((one) => `ghaf:${one}`).join(", ") || "none"}`
      : `did you mean "ghaf:${best}"?`;
  const reason = `imports ${JSON.stringify(written)}, which does not come with the platform`;
  return { at, reason, fix };
}

function fileImport(
  written: string,
  at: number,
  importer: string,
): DataImport | DataFault {
  const quoted = JSON.stringify(written);
  if (!/^\.\.?\//.test(written)) {
    const reason = `imports ${quoted}, which is not a path from this file`;
    const fix = `begin it with ./ or ../, such as ${JSON.stringify(`./${written.replace(/^\/+/, "")}`)}`;
    return { at, reason, fix };
  }
  const asked = resolve(dirname(importer), written);
  const kind = fileKind(asked);
  try {
    const file = realpathSync(asked);
    if (kind !== undefined) return { kind, file };
  } catch (error) {
    const fix = suggestFile(asked, written);
    const reason = `imports ${quoted}, which ${reasonOf(error)}`;
    return { at, reason, ...(fix === undefined ? {} : { fix }) };
  }
  const reason = `imports ${quoted}, which is no kind of file that can be`;
  return { at, reason, fix: `files that can be imported end in ${ENDINGS}` };
}
