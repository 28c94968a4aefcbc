/** The steps "base" and "set": Debian trees with the packages of a guest, installed and trimmed, before anything of ours. */

import { mkdir, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import type { StoredPackage } from "../debian/packages.ts";
import { runRecipe } from "../program/run-program.ts";
import { sha256 } from "../store/key.ts";
import type { Result, Store } from "../store/store.ts";

/** The time that files made by a build bear, in seconds since 1970: it must not be that of the build. */
export const imageTime = "1700000000";

export interface TreeSources {
  readonly packages: readonly StoredPackage[];
  /** The folder with the recipes of this workspace. */
  readonly recipes: string;
}

const mostBytes = 1 << 30;

/** Files of the recipes, that of the step first. */
const baseRecipes = [
  "base.sh",
  "index.sh",
  "dpkg.cfg",
  "account.sh",
  "trim.sh",
];
const setRecipes = ["set.sh", "index.sh", "dpkg.cfg", "trim.sh"];

/** A tree of nothing but these packages. Needs root. The result has the folder root. */
export async function storedBase(
  store: Store,
  sources: TreeSources,
): Promise<Result> {
  const { packages, recipes } = sources;
  const step = {
    name: "base",
    inputs: await inputsOf(sources, baseRecipes),
    uses: packages.map(({ result }) => result),
    bytes: mostBytes,
  };
  return await store.result(step, (into) =>
    install(into, sources, (repository) =>
      runRecipe(join(recipes, "base.sh"), [
        ...[join(into, "root"), repository, imageTime, namesOf(packages)],
      ]),
    ),
  );
}

/** The base with these packages added; the base itself when there are none. Needs root. The result has the folder root. */
export async function storedSet(
  store: Store,
  base: Result,
  sources: TreeSources,
): Promise<Result> {
  const { packages, recipes } = sources;
  if (packages.length === 0) return base;
  const step = {
    name: "set",
    inputs: await inputsOf(sources, setRecipes),
    uses: [base, ...packages.map(({ result }) => result)],
    bytes: mostBytes,
  };
  return await store.result(step, (into) =>
    install(into, sources, (repository) =>
      runRecipe(join(recipes, "set.sh"), [
        ...[join(base.path, "root"), join(into, "root")],
        ...[repository, imageTime, namesOf(packages)],
      ]),
    ),
  );
}

async function inputsOf(
  { packages, recipes }: TreeSources,
  files: readonly string[],
): Promise<Record<string, string>> {
  const texts = files.map((name) => readFile(join(recipes, name), "utf8"));
  return {
    recipes: sha256(JSON.stringify(await Promise.all(texts))),
    names: namesOf(packages),
    time: imageTime,
  };
}

const namesOf = (packages: readonly StoredPackage[]) =>
  packages.map(({ name }) => name).join(" ");

/** Lends a folder with the packages' files, under the names that the recipes expect. */
async function install(
  into: string,
  { packages }: TreeSources,
  run: (repository: string) => Promise<void>,
): Promise<void> {
  const repository = join(into, "repository");
  await mkdir(repository);
  for (const { sha256: hash, path } of packages) {
    await symlink(path, join(repository, `${hash}.deb`));
  }
  await run(repository);
  await rm(repository, { recursive: true });
}
