/** What the TypeScript compiler says about a configuration. */

import { readFileSync, realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { LocatedProblem } from "@ghaf/module-system";
import type ts from "typescript";
import { byPlace, fileProblem } from "./file-problem.ts";
import { fileKind } from "./nearest-file.ts";
import { reasonOf } from "./read-text.ts";
import { compilerFacts, providedPaths } from "./tsconfig-text.ts";

type TypeScript = typeof ts;

/** Checks a file of code and what it imports; there is nothing to check in data. @param file relative to the current folder, or absolute */
export async function checkTypes(
  file: string,
): Promise<readonly LocatedProblem[]> {
  const asked = resolve(file);
  if (fileKind(asked) !== "code") return [];
  try {
    const first = realpathSync(asked);
    const { default: typescript } = await import("typescript");
    return problemsOf(typescript, first);
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    return [fileProblem({ file: asked, reason: reasonOf(error) })];
  }
}

function problemsOf(
  typescript: TypeScript,
  first: string,
): readonly LocatedProblem[] {
  const configFile = typescript.findConfigFile(dirname(first), (path) =>
    typescript.sys.fileExists(path),
  );
  const settings =
    configFile === undefined
      ? ourSettings(typescript)
      : theirSettings(typescript, configFile);
  const program = typescript.createProgram({
    rootNames: [first, ...settings.ambient],
    options: settings.options,
  });
  const found = [
    ...settings.errors,
    ...typescript.getPreEmitDiagnostics(program),
  ];
  const about = configFile ?? first;
  return found
    .map((diagnostic) => problemOf(typescript, diagnostic, about))
    .sort(byPlace);
}

interface Settings {
  readonly options: ts.CompilerOptions;
  /** Files that declare what others use without importing it. */
  readonly ambient: readonly string[];
  readonly errors: readonly ts.Diagnostic[];
}

function ourSettings(typescript: TypeScript): Settings {
  const { options, errors } = typescript.convertCompilerOptionsFromJson(
    compilerFacts(),
    "/",
  );
  return { options, errors, ambient: [] };
}

/** Of a person's tsconfig.json, but for what must be so: nothing is written, and our packages are those that run. */
function theirSettings(typescript: TypeScript, configFile: string): Settings {
  const read = typescript.readConfigFile(configFile, (path) =>
    readFileSync(path, "utf8"),
  );
  const untrustedConfig: unknown = read.config ?? {};
  const parsed = typescript.parseJsonConfigFileContent(
    untrustedConfig,
    typescript.sys,
    dirname(configFile),
  );
  // Where output would go decides only what may not be checked.
  const { rootDir: _, outDir: __, ...options } = parsed.options;
  return {
    options: {
      ...options,
      paths: { ...options.paths, ...asMutable(providedPaths()) },
      allowImportingTsExtensions: true,
      composite: false,
      incremental: false,
      noEmit: true,
      skipLibCheck: true,
    },
    ambient: parsed.fileNames.filter((path) => /\.d\.[mc]?ts$/.test(path)),
    errors: [read.error, ...parsed.errors].filter(
      (error) => error !== undefined && !isAboutInputs(error),
    ) as ts.Diagnostic[],
  };
}

/** That no file belongs to the tsconfig.json says nothing: we name our own. */
function isAboutInputs({ code }: ts.Diagnostic): boolean {
  return code === 18_002 || code === 18_003;
}

function asMutable(
  paths: Readonly<Record<string, readonly string[]>>,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(paths).map(([name, files]) => [name, [...files]]),
  );
}

function problemOf(
  typescript: TypeScript,
  diagnostic: ts.Diagnostic,
  about: string,
): LocatedProblem {
  const { file, start } = diagnostic;
  const reason = `${messageOf(diagnostic.messageText)} (TS${diagnostic.code})`;
  if (file === undefined) return fileProblem({ file: about, reason });
  const at = typescript.getLineAndCharacterOfPosition(file, start ?? 0);
  const problem = fileProblem({
    file: file.fileName,
    line: at.line + 1,
    column: at.character + 1,
    reason,
  });
  return isSyntax(diagnostic) ? problem : { ...problem, code: "wrong-type" };
}

/** The compiler's numbers 1000 to 1999 are about syntax. */
function isSyntax({ code }: ts.Diagnostic): boolean {
  return code >= 1000 && code < 2000;
}

/** All levels of an explanation as sentences after each other. */
function messageOf(text: string | ts.DiagnosticMessageChain): string {
  if (typeof text === "string") return text;
  const below = (text.next ?? []).map(messageOf);
  return [text.messageText, ...below].join(" ");
}
