/** The shipped form of the programs: one minified file each, so that they start without reading node_modules. */

import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { root, StarterError } from "./process.mjs";

const target = "node20.19";

/**
 * What is bundled, from compiled output. A daemon is one file. The commands have parts, so that
 * what a command does not use is not even read at its start.
 */
const bundles = [
  {
    folder: "programs/admin",
    entries: { "givc-admin": "dist/main.js" },
    form: "single",
  },
  {
    folder: "programs/agent",
    entries: { "givc-agent": "dist/main.js" },
    form: "single",
  },
  {
    folder: "programs/instance",
    entries: { "ghaf-instance": "dist/main.js" },
    form: "single",
  },
  {
    folder: "programs/runner",
    entries: { "ghaf-runner": "dist/main.js" },
    form: "single",
  },
  {
    folder: "programs/cli",
    entries: { ghaf: "dist/ghaf/main.js", "givc-cli": "dist/givc-cli/main.js" },
    form: "parts",
    // Compilers: they have files beside them, and run only for who changes a configuration.
    external: ["esbuild", "typescript"],
  },
];

const standIn = (name) => join(root, "tools/setup", name);

/** What libraries load at their start for features that we never use: half of their weight. */
const absent = {
  "@grpc/proto-loader": standIn("no-proto-loader.cjs"),
  "fast-xml-builder": standIn("no-introspection.cjs"),
  "fast-xml-parser": standIn("no-introspection.cjs"),
};

const forms = {
  single: { format: "cjs", outExtension: { ".js": ".cjs" } },
  // Only modules can be split, and CommonJS starts 10 ms faster: split first, then translated.
  // Maps lie beside the parts and name the sources: messages say where an option is declared.
  parts: {
    format: "esm",
    splitting: true,
    define: { "import.meta.filename": "__filename" },
    sourcemap: "external",
    sourcesContent: false,
    outExtension: { ".js": ".cjs" },
    chunkNames: "parts/[name]-[hash]",
  },
};

/** Writes `dist/bundle` of every program whose inputs have changed since. */
export async function bundlePrograms() {
  const absent = bundles.flatMap(({ folder, entries }) =>
    Object.values(entries)
      .map((entry) => join(folder, entry))
      .filter((entry) => !existsSync(join(root, entry))),
  );
  for (const bundle of bundles) {
    if (!absent.some((path) => path.startsWith(bundle.folder))) {
      await makeBundle(bundle);
    }
  }
  if (absent.length > 0) {
    throw new StarterError(`nothing to bundle at ${absent.join(", ")}`);
  }
}

async function makeBundle(bundle) {
  const out = join(root, bundle.folder, "dist/bundle");
  const noteFile = join(root, bundle.folder, "dist/bundle.json");
  const options = optionsFor(bundle, out);
  if (isFresh(noteFile, out, options)) return;
  const esbuild = await import("esbuild");
  const made = await esbuild.build({
    ...options,
    plugins: [lazyChildProcess],
    metafile: true,
    write: false,
  });
  const files =
    bundle.form === "parts"
      ? await toCommonJs(esbuild, made.outputFiles)
      : made.outputFiles;
  for (const { path, contents } of files) replaceFile(path, contents);
  keepOnly(
    out,
    files.map((file) => file.path),
  );
  const inputs = Object.keys(made.metafile.inputs)
    .flatMap((path) => [path, mapOf(path)])
    .filter((path) => existsSync(join(root, path)));
  const note = { inputs, digest: digestOf(options, inputs) };
  writeFileSync(noteFile, JSON.stringify(note));
}

/** Whole or not at all, and never the folder: somebody may be running what was there before. */
function replaceFile(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}

function keepOnly(folder, paths) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) keepOnly(path, paths);
    else if (!paths.includes(path)) rmSync(path);
  }
}

/** Imports of parts, static and lazy, become calls of require at the same places. */
async function toCommonJs(esbuild, files) {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const parts = files.filter(({ path }) => texts.has(mapOf(path)));
  const translated = parts.map(async ({ path, text }) => {
    const { code, map } = await esbuild.transform(
      text + mapComment(texts.get(mapOf(path))),
      {
        ...{ format: "cjs", platform: "node", target, minify: true },
        supported: { "dynamic-import": false },
        ...{ sourcemap: "external", sourcesContent: false },
      },
    );
    return [
      { path, contents: code },
      { path: mapOf(path), contents: map },
    ];
  });
  return (await Promise.all(translated)).flat();
}

const mapOf = (path) => `${path}.map`;

/** A map in the input makes the map of the output lead to the same sources. */
function mapComment(map) {
  const data = Buffer.from(map).toString("base64");
  return `\n//# sourceMappingURL=data:application/json;base64,${data}`;
}

/** commander reads node:child_process, 2 ms, at its start and has no use for it in our commands. */
const lazyChildProcess = {
  name: "lazy-child-process",
  setup(build) {
    const filter = /^node:child_process$/;
    build.onResolve({ filter }, ({ importer }) =>
      importer.includes("/node_modules/commander/")
        ? { path: "child_process", namespace: "lazy" }
        : { external: true },
    );
    build.onLoad({ filter: /./, namespace: "lazy" }, () => ({
      contents:
        'exports.spawn = (...words) => require("child_process").spawn(...words);',
    }));
  },
};

function optionsFor({ folder, entries, form, external = [] }, out) {
  return {
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, path]) => [name, join(folder, path)]),
    ),
    outdir: out,
    bundle: true,
    minify: true,
    alias: absent,
    external,
    platform: "node",
    target,
    legalComments: "none",
    logLevel: "warning",
    ...forms[form],
  };
}

/** Whether the bundle was made with these options from inputs that are still the same. */
function isFresh(noteFile, out, options) {
  if (!existsSync(out) || !existsSync(noteFile)) return false;
  const { inputs, digest } = JSON.parse(readFileSync(noteFile, "utf8"));
  return digest === digestOf(options, inputs);
}

/** What decides the output beside the inputs: this file and the bundler. */
const recipe = ["tools/setup/bundles.mjs", "node_modules/esbuild/package.json"];

function digestOf(options, inputs) {
  const hash = createHash("sha256").update(JSON.stringify(options));
  for (const path of [...recipe, ...inputs]) {
    const file = join(root, path);
    hash.update(existsSync(file) ? readFileSync(file) : "absent");
  }
  return hash.digest("hex");
}
