import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { pathToFileURL } from "node:url";
import { compileFunction } from "node:vm";
import { type CallSite, module, option, t } from "@ghaf/module-system";
import { build, transform } from "esbuild";
import typescript from "typescript";
import { createLocator } from "./locator.ts";
import type { SourceMapOf } from "./original-position.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "ghaf-maps-")));
});
afterEach(() => rmSync(folder, { recursive: true }));

const SOURCE = `/** A comment that compilers drop, so that lines move. */
interface Dropped {
  readonly name: string;
}

import { called } from "./called.ts";

const named: Dropped = { name: "b" };
export const sites = [
  called({ a: 1 }),
  called({ a: 2, ...named }), called({ a: 3 }),
];
`;
const LINES = [
  { line: 10, column: 12 },
  { line: 11, column: 12 },
  { line: 11, column: 40 },
];

/** Hands back the position of each call. */
const CALLED = `export function called(given: object): string {
  const holder = { given, stack: "" };
  Error.captureStackTrace(holder, called);
  return holder.stack;
}
`;

function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function writeSources(): string {
  write("src/called.ts", CALLED);
  return write("src/system.ts", SOURCE);
}

/** Of `sites` as the engine says them. */
function sitesFrom(stacks: readonly string[]): CallSite[] {
  return stacks.map((stack) => {
    const found = /\(?([^\s()]+):(\d+):(\d+)\)?$/.exec(
      stack.split("\n")[1] ?? "",
    );
    const [, file = "", line, column] = found ?? [];
    return { file, line: Number(line), column: Number(column) };
  });
}

/** The positions of `a` in each of the calls. */
async function positions(
  sites: readonly CallSite[],
  sourceMapOf: SourceMapOf = () => undefined,
) {
  const locator = await createLocator({ sourceMapOf });
  return sites.map((site) => {
    const origin = { label: "", form: "shorthand", site } as const;
    const place = { origin, kind: "definition", path: ["a"] } as const;
    return locator.locate(place);
  });
}

function expected(file: string) {
  return LINES.map((line) => ({ label: "", position: { file, ...line } }));
}

/** What tsc makes of a source, with the map beside it. */
function compile(path: string, text: string): string {
  const { outputText, sourceMapText } = typescript.transpileModule(text, {
    fileName: path,
    compilerOptions: {
      module: typescript.ModuleKind.ESNext,
      target: typescript.ScriptTarget.ES2022,
      sourceMap: true,
      sourceRoot: "../src",
      rewriteRelativeImportExtensions: true,
    },
  });
  const script = path.replace(".ts", ".js");
  write(`dist/${script}.map`, sourceMapText ?? "");
  return write(`dist/${script}`, outputText);
}

/** A process of its own: this one may map its stacks itself. */
function stacksOf(file: string): readonly string[] {
  const { href } = pathToFileURL(file);
  const script = `import(${JSON.stringify(href)}).then((made) => console.log(JSON.stringify(made.sites ?? made.default.sites)))`;
  const environment = { ...process.env, NODE_OPTIONS: "" };
  return JSON.parse(
    execFileSync(process.execPath, ["-e", script], {
      encoding: "utf8",
      env: environment,
    }),
  );
}

test("compiled code leads to its source by the map beside it", async () => {
  const source = writeSources();
  write("package.json", '{"type":"module"}');
  compile("called.ts", CALLED);
  const sites = sitesFrom(stacksOf(compile("system.ts", SOURCE)));
  assert.ok(sites.every(({ file }) => file.startsWith("file:")));
  assert.deepEqual(await positions(sites), expected(source));
});

test("what the loader bundled leads to its source by the loader's map", async () => {
  const source = writeSources();
  const bundle = join(folder, "bundle/system.js");
  const made = await build({
    ...{ entryPoints: [source], outfile: bundle, write: false },
    ...{ bundle: true, minify: true, format: "cjs", logLevel: "silent" },
    sourcemap: "external",
  });
  const [map, script] = made.outputFiles.map(({ text }) => text);
  assert.ok(map !== undefined && script !== undefined);
  const held = { exports: { sites: [] } };
  compileFunction(script, ["module"], { filename: bundle })(held);
  const sites = sitesFrom(held.exports.sites);
  const sourceMapOf = (file: string) => (file === bundle ? map : undefined);
  assert.deepEqual(await positions(sites, sourceMapOf), expected(source));
  assert.deepEqual(
    (await positions(sites)).map(({ position }) => position?.file),
    [bundle, bundle, bundle],
  );
});

test("parts like those of the commands lead to the sources of what was compiled", async () => {
  const source = writeSources();
  write("package.json", '{"type":"module"}');
  compile("called.ts", CALLED);
  const entryPoints = [compile("system.ts", SOURCE)];
  const outdir = join(folder, "bundle");
  const made = await build({
    ...{ entryPoints, outdir, write: false, sourcesContent: false },
    ...{ bundle: true, minify: true, format: "esm", logLevel: "silent" },
    sourcemap: "inline",
  });
  const { code, map } = await transform(made.outputFiles[0]?.text ?? "", {
    ...{ format: "cjs", minify: true, sourcesContent: false },
    sourcemap: "external",
  });
  const part = write("bundle/system.cjs", code);
  const sites = sitesFrom(stacksOf(part));
  assert.deepEqual(
    (await positions(sites)).map(({ position }) => position),
    [undefined, undefined, undefined],
  );
  write("bundle/system.cjs.map", map);
  assert.deepEqual(await positions(sites), expected(source));
});

test("code may have the name of its source, and the source be .cjs", async () => {
  for (const name of ["system.ts", "system.cjs"]) {
    const text = "// first\ndefineSystem({ a: 1 });\ndefineSystem({ a: 2 });\n";
    const source = write(name, text);
    const { map } = await transform(text, {
      sourcefile: source,
      sourcemap: "external",
    });
    const first = [{ file: source, line: 1, column: 1 }];
    assert.deepEqual(await positions(first, () => map), [
      { label: "", position: { file: source, line: 2, column: 16 } },
    ]);
  }
});

test("a map that is broken or silent leaves the label", async () => {
  writeSources();
  const site = { file: join(folder, "x.cjs"), line: 1, column: 1 };
  for (const map of [
    "",
    "null",
    "{",
    '{"version":3}',
    '{"version":3,"sources":[],"mappings":"!!"}',
    '{"version":3,"sources":["src/system.ts"],"mappings":""}',
    '{"version":3,"sources":["src/system.ts"],"sourceRoot":7,"mappings":""}',
  ]) {
    const [place] = await positions([site], () => map);
    assert.deepEqual(place, { label: "" });
  }
});

test("a module of this very file is found in its source", async () => {
  const made = module({
    options: { ghaf: { here: option(t.integer, { description: "" }) } },
    config: { ghaf: { here: 1 } },
  });
  const locator = await createLocator({ sourceMapOf: () => undefined });
  const { position } = locator.locate({
    origin: made.origin,
    kind: "definition",
    path: ["ghaf", "here"],
  });
  assert.ok(position !== undefined);
  assert.match(position.file, /src\/load-system\/locate\/[^/]*\.test\.ts$/);
  const line = readFileSync(position.file, "utf8").split("\n")[
    position.line - 1
  ];
  assert.equal(
    line?.slice(position.column - 1, position.column + 6),
    "here: 1",
  );
});
