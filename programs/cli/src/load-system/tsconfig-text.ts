/** How the compiler and editors understand a configuration: strictly, and with our packages where the running command has them. */

import { PROVIDED, typesOf } from "./own-packages.ts";

/** The options as tsconfig.json has them. */
export function compilerFacts(): Readonly<Record<string, unknown>> {
  return {
    strict: true,
    noUncheckedIndexedAccess: true,
    target: "es2023",
    lib: ["es2023"],
    // esbuild puts all files into one, and each is compiled by itself.
    module: "preserve",
    moduleResolution: "bundler",
    moduleDetection: "force",
    isolatedModules: true,
    resolveJsonModule: true,
    allowImportingTsExtensions: true,
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    paths: providedPaths(),
  };
}

/** Our packages under their names. */
export function providedPaths(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(PROVIDED.map((name) => [name, [typesOf(name)]]));
}

/** The text of tsconfig.json for the folder of a configuration. */
export function tsconfigText(): string {
  const facts = {
    compilerOptions: compilerFacts(),
    include: ["**/*.ts", "**/*.mts"],
  };
  return `${COMMENT}\n${JSON.stringify(facts, undefined, 2)}\n`;
}

const COMMENT =
  "// For your editor. The paths are those of this machine's ghaf; `ghaf init --tsconfig` writes them anew.";
