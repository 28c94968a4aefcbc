/** The step "root": the base with our files and the kernel's modules, as a file system that nobody writes to. */

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { GuestRole } from "../guest-role.ts";
import { rootModules } from "../kernel/guest-modules.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { moduleFiles } from "../kernel/module-files.ts";
import { runRecipe } from "../program/run-program.ts";
import { sha256 } from "../store/key.ts";
import type { Result, Store } from "../store/store.ts";
import { guestEntries } from "./guest-tree.ts";
import {
  fileEntry,
  hashOfTree,
  type ImageFile,
  layTree,
} from "./image-files.ts";
import { imageTime } from "./package-tree.ts";

/** `lz4`: two thirds of the size, and boots nearly as quickly, also in emulation. `none`: for those who measure that. */
export type Compression = "none" | "lz4";

export interface RootSources {
  /** The packages, installed. */
  readonly tree: Result;
  readonly role: GuestRole;
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
  const { tree, kernel, compression } = sources;
  const modules = rootModules(sources.role);
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
      modules: modules.join(" "),
      recipe: sha256(await readFile(recipe)),
      time: imageTime,
    },
    uses: [tree, kernel],
    bytes: mostBytes,
  };
  return await store.result(step, async (into) => {
    const layer = join(into, "layer");
    await mkdir(layer, { mode: 0o755 });
    await layTree(entries, layer);
    await layModules(kernel, modules, layer);
    const from = join(tree.path, "root");
    const words = [from, layer, join(into, "root.erofs"), imageTime];
    await runRecipe(recipe, [...words, compression]);
    await rm(layer, { recursive: true });
  });
}

/** With the tables by which the kernel's requests find them. */
async function layModules(
  kernel: Kernel,
  modules: readonly string[],
  layer: string,
): Promise<void> {
  const folder = join(layer, "usr/lib/modules", kernel.release);
  for (const { path, content } of await moduleFiles(kernel, modules)) {
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
