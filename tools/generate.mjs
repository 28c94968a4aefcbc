/** `npm run generate`: makes the committed code of packages/api from its .proto files; `--check` only compares. */

import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ensureNpmPackages } from "./setup/npm-packages.mjs";
import { must, root, runStarter, StarterError } from "./setup/process.mjs";

const api = join(root, "packages/api");
const generated = "src/gen";

await runStarter(() => {
  ensureNpmPackages();
  const [flag, ...rest] = process.argv.slice(2);
  if (rest.length > 0 || (flag !== undefined && flag !== "--check")) {
    throw new StarterError("usage: npm run generate [-- --check]");
  }
  return flag === undefined ? generate(api) : check();
});

/** Writes `src/gen` under `out` from the .proto files of packages/api. */
function generate(out) {
  const programs = join(root, "node_modules/.bin");
  must(["buf", "generate", "--output", out], {
    cwd: api,
    env: { ...process.env, PATH: `${programs}${delimiter}${process.env.PATH}` },
  });
  return 0;
}

/** Generates beside the tree and tells which committed files differ. */
function check() {
  const scratch = mkdtempSync(join(tmpdir(), "ghaf-generate-"));
  try {
    generate(scratch);
    const found = differences(join(api, generated), join(scratch, generated));
    if (found.length === 0) {
      process.stdout.write("generated code is up to date\n");
      return 0;
    }
    throw new StarterError(
      [
        "packages/api/src/gen is not what its .proto files make:",
        ...found.map((line) => `  ${line}`),
        "run: npm run generate",
      ].join("\n"),
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function differences(committed, fresh) {
  const names = new Set([...filesIn(committed), ...filesIn(fresh)]);
  return [...names].sort().flatMap((name) => {
    const had = textOf(join(committed, name));
    const made = textOf(join(fresh, name));
    if (had === made) return [];
    if (had === undefined) return [`${name}: not committed`];
    if (made === undefined) return [`${name}: no .proto file makes it`];
    return [`${name}: ${lineDifference(had, made)}`];
  });
}

function filesIn(folder) {
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
