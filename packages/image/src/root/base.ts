/** The step "base": a Debian tree with the packages of a guest, installed and trimmed, before anything of ours. */

import { mkdir, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import type { StoredPackage } from "../debian/packages.ts";
import { runRecipe } from "../program/run-program.ts";
import { sha256 } from "../store/key.ts";
import type { Result, Store } from "../store/store.ts";

/** The time that files made by a build bear, in seconds since 1970: it must not be that of the build. */
export const imageTime = "1700000000";

export interface BaseSources {
  readonly packages: readonly StoredPackage[];
  /** The folder with the recipes of this workspace. */
  readonly recipes: string;
}

const mostBytes = 1 << 30;

/** Needs root. The result has the folder root. */
export async function storedBase(
  store: Store,
  { packages, recipes }: BaseSources,
): Promise<Result> {
  const [build, hook] = ["base.sh", "base-hook.sh"].map((name) =>
    join(recipes, name),
  ) as [string, string];
  const names = packages.map(({ name }) => name).join(" ");
  const step = {
    name: "base",
    inputs: {
      build: sha256(await readFile(build)),
      hook: sha256(await readFile(hook)),
      names,
      time: imageTime,
    },
    uses: packages.map(({ result }) => result),
    bytes: mostBytes,
  };
  return await store.result(step, async (into) => {
    const repository = join(into, "repository");
    await mkdir(repository);
    for (const { sha256: hash, path } of packages) {
      await symlink(path, join(repository, `${hash}.deb`));
    }
    const target = join(into, "root");
    await runRecipe(build, [target, repository, imageTime, names]);
    await rm(repository, { recursive: true });
  });
}
