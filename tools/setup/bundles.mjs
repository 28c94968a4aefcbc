/** The shipped form of the programs: one minified file each, so that they start without reading node_modules. */

import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { root, StarterError } from "./process.mjs";

/**
 * What is bundled, from compiled output. A daemon is one file. The commands are modules with
 * parts, so that what a command does not use is not even read at its start.
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
    folder: "programs/cli",
    entries: { ghaf: "dist/ghaf/main.js", "givc-cli": "dist/givc-cli/main.js" },
    form: "parts",
  },
];

const forms = {
  single: { format: "cjs", outExtension: { ".js": ".cjs" } },
  parts: {
    format: "esm",
    splitting: true,
    outExtension: { ".js": ".mjs" },
    chunkNames: "parts/[name]-[hash]",
    // Libraries in CommonJS inside a module still call require for Node's own modules.
    banner: {
      js: 'import{createRequire as ghafRequire}from"node:module";const require=ghafRequire(import.meta.url);',
    },
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
  const { build } = await import("esbuild");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { metafile } = await build({ ...options, metafile: true });
  const inputs = Object.keys(metafile.inputs).filter(
    (path) => !path.includes("(disabled)"),
  );
  const note = { inputs, digest: digestOf(options, inputs) };
  writeFileSync(noteFile, JSON.stringify(note));
}

function optionsFor({ folder, entries, form }, out) {
  return {
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, path]) => [name, join(folder, path)]),
    ),
    outdir: out,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20.19",
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

function digestOf(options, inputs) {
  const hash = createHash("sha256").update(JSON.stringify(options));
  for (const path of inputs) {
    const file = join(root, path);
    hash.update(existsSync(file) ? readFileSync(file) : "absent");
  }
  return hash.digest("hex");
}
