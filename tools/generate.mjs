/** `npm run generate`: makes what is committed and made: the code of packages/api from its .proto files, and the reference of options; `--check` only compares. */

import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { bundlePrograms } from "./setup/bundles.mjs";
import { compile } from "./setup/compile.mjs";
import { ensureNpmPackages } from "./setup/npm-packages.mjs";
import { must, root, runStarter, StarterError } from "./setup/process.mjs";

/** What is made: `path` below `base`, by `make`, which gets another base. */
const products = [
  {
    base: join(root, "packages/api"),
    path: "src/gen",
    from: "the .proto files of packages/api",
    make: generateMessages,
  },
  {
    base: join(root, "docs"),
    path: "options.md",
    from: "the options of packages/system",
    make: generateReference,
  },
];

await runStarter(async () => {
  ensureNpmPackages();
  const [flag, ...rest] = process.argv.slice(2);
  if (rest.length > 0 || (flag !== undefined && flag !== "--check")) {
    throw new StarterError("usage: npm run generate [-- --check]");
  }
  return flag === undefined ? await generate() : await check();
});

async function generate() {
  for (const { base, make } of products) await make(base);
  return 0;
}

function generateMessages(base) {
  const programs = join(root, "node_modules/.bin");
  must(["buf", "generate", "--output", base], {
    cwd: join(root, "packages/api"),
    env: { ...process.env, PATH: `${programs}${delimiter}${process.env.PATH}` },
  });
}

/** By the command itself, so that people can make the same. */
async function generateReference(base) {
  compile();
  await bundlePrograms();
  const command = join(root, "programs/cli/bin/ghaf.js");
  const out = join(base, "options.md");
  must([process.execPath, command, "docs", "--out", out], { cwd: root });
}

/** Makes everything beside the tree and tells which committed files differ. */
async function check() {
  const scratch = mkdtempSync(join(tmpdir(), "ghaf-generate-"));
  try {
    const found = [];
    for (const { base, path, from, make } of products) {
      await make(scratch);
      const lines = differences(join(base, path), join(scratch, path));
      const shown = join(base, path).slice(root.length + 1);
      if (lines.length === 0) continue;
      found.push(`${shown} is not what ${from} make:`);
      found.push(...lines.map((line) => `  ${line}`));
    }
    if (found.length > 0) {
      throw new StarterError([...found, "run: npm run generate"].join("\n"));
    }
    process.stdout.write("what is generated is up to date\n");
    return 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Of two files, or of the files of two folders. */
function differences(committed, fresh) {
  const names = new Set([...filesIn(committed), ...filesIn(fresh)]);
  return [...names].sort().flatMap((name) => {
    const had = textOf(join(committed, name));
    const made = textOf(join(fresh, name));
    if (had === made) return [];
    const what = name === "" ? "the file" : name;
    if (had === undefined) return [`${what}: not committed`];
    if (made === undefined) return [`${what}: nothing makes it`];
    return [`${what}: ${lineDifference(had, made)}`];
  });
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  if (!statSync(folder).isDirectory()) return [""];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name).slice(folder.length + 1),
    );
}

function textOf(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** The first line that differs and how many lines there are on each side. */
function lineDifference(had, made) {
  const [old, now] = [had, made].map((text) => text.split("\n"));
  const at = now.findIndex((line, index) => line !== old[index]);
  const first = at === -1 ? now.length : at;
  return `differs from line ${first + 1} on (${old.length} lines, should be ${now.length})`;
}
