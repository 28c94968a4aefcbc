/** An editor's view of a device description: the TypeScript language service over one file in memory. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** Compiled, this file is four folders below the root. */
const examples = fileURLToPath(
  new URL("../../../examples/minimal/", import.meta.url),
);

export interface Editor {
  /** The names that are offered where `|` stands. */
  completions(source: string): readonly string[];
  /** The errors that are shown, one line each. */
  errors(source: string): readonly string[];
  /** What is shown over the name behind `|`. */
  hover(source: string): string;
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/** The file stands beside the minimal example, so it finds what that finds. */
export function openEditor(): Editor {
  const file = `${examples}in-the-editor.ts`;
  const text = { current: "", version: 0 };
  const service = ts.createLanguageService(hostOf(file, text));
  const show = (source: string): number => {
    const at = source.indexOf("|");
    text.current = source.replace("|", "");
    text.version += 1;
    return at;
  };
  return {
    completions: (source) => {
      const at = show(source);
      const found = service.getCompletionsAtPosition(file, at, {});
      return (found?.entries ?? [])
        .filter(({ kind }) => kind === "property" || kind === "string")
        .map(({ name }) => name)
        .sort();
    },
    errors: (source) => {
      show(source);
      const found = [
        ...service.getSyntacticDiagnostics(file),
        ...service.getSemanticDiagnostics(file),
      ];
      return found.map((one) => lineOf(one));
    },
    hover: (source) => {
      const at = show(source);
      const info = service.getQuickInfoAtPosition(file, at);
      return (info?.displayParts ?? []).map(({ text }) => text).join("");
    },
  };
}

function lineOf({ file, start = 0, messageText }: ts.Diagnostic): string {
  const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
  const text = ts.flattenDiagnosticMessageText(messageText, "\n");
  return `${line}: ${text.split("\n").join(" ")}`;
}

function hostOf(
  file: string,
  text: { readonly current: string; readonly version: number },
): ts.LanguageServiceHost {
  return {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: (name) => (name === file ? String(text.version) : "0"),
    getScriptSnapshot: (name) => {
      if (name === file) return ts.ScriptSnapshot.fromString(text.current);
      return ts.sys.fileExists(name)
        ? ts.ScriptSnapshot.fromString(readFileSync(name, "utf8"))
        : undefined;
    },
    getCurrentDirectory: () => examples,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: (name) => (name === file ? text.current : ts.sys.readFile(name)),
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    ...(ts.sys.realpath === undefined ? {} : { realpath: ts.sys.realpath }),
  };
}
