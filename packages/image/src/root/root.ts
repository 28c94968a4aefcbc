/** The step "root": the base with our files and the kernel's modules, as a file system that nobody writes to. */

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { rootModules } from "../kernel/guest-modules.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { moduleFiles } from "../kernel/module-files.ts";
import { runRecipe } from "../program/run-program.ts";
import { sha256 } from "../store/key.ts";
import type { Result, Store } from "../store/store.ts";
import { imageTime } from "./base.ts";
import { guestEntries } from "./guest-tree.ts";
import {
  fileEntry,
  hashOfTree,
  type ImageFile,
  layTree,
} from "./image-files.ts";

/**
 * `none`: the quickest to make and to boot. `lz4`: half the size, for images that travel.
 */
export type Compression = "none" | "lz4";

export interface RootSources {
  readonly base: Result;
  readonly kernel: Kernel;
  /** The folder with our files for every guest. */
  readonly guest: string;
  readonly files: readonly ImageFile[];
  readonly recipes: string;
  readonly compression: Compression;
}

const mostBytes = 1 << 30;

/** Of the step, when what it does is changed. */
const version = "1";

/** Needs root. The result has the file root.erofs. */
export async function storedRoot(
  store: Store,
  sources: RootSources,
): Promise<Result> {
  const { base, kernel, compression } = sources;
  const recipe = join(sources.recipes, "root.sh");
  const entries = [
    ...(await guestEntries(sources.guest)),
    ...sources.files.map(fileEntry),
  ];
  const step = {
    name: "root",
    inputs: {
      version,
      compression,
      files: await hashOfTree(entries),
      modules: rootModules.join(" "),
      recipe: sha256(await readFile(recipe)),
      time: imageTime,
    },
    uses: [base, kernel],
    bytes: mostBytes,
  };
  return await store.result(step, async (into) => {
    const layer = join(into, "layer");
    await mkdir(layer, { mode: 0o755 });
    await layTree(entries, layer);
    await layModules(kernel, layer);
    const from = join(base.path, "root");
    const words = [from, layer, join(into, "root.erofs"), imageTime];
    await runRecipe(recipe, [...words, compression]);
    await rm(layer, { recursive: true });
  });
}

/** With the tables by which the kernel's requests find them. */
async function layModules(kernel: Kernel, layer: string): Promise<void> {
  const folder = join(layer, "usr/lib/modules", kernel.release);
  for (const { path, content } of await moduleFiles(kernel, rootModules)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  for (const name of [
    "modules.order",
    "modules.builtin",
    "modules.builtin.modinfo",
  ]) {
    const content = await readFile(join(kernel.modules, name));
    await writeFile(join(folder, name), content);
  }
}
