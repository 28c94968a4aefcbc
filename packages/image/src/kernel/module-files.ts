/** Modules taken out of a kernel in the store, uncompressed: to load a compressed one costs a guest more than to read it. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "../program/run-program.ts";
import type { Kernel } from "./kernel.ts";
import { moduleOrder } from "./module-order.ts";

export interface ModuleFile {
  /** Below the folder of modules, without the suffix of a compression. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** What `wanted` needs, each after what it needs itself. Throws ImageError "no-module". */
export async function moduleFiles(
  kernel: Kernel,
  wanted: readonly string[],
): Promise<ModuleFile[]> {
  const text = (name: string) => readFile(join(kernel.modules, name), "utf8");
  const [dependencies, builtIn] = await Promise.all([
    text("modules.dep"),
    text("modules.builtin"),
  ]);
  const files: ModuleFile[] = [];
  for (const path of moduleOrder(wanted, { dependencies, builtIn })) {
    files.push(await moduleFile(kernel, path));
  }
  return files;
}

const compressed = ".xz";

async function moduleFile(kernel: Kernel, path: string): Promise<ModuleFile> {
  const input = await readFile(join(kernel.modules, path));
  if (!path.endsWith(compressed)) return { path, content: input };
  const content = await runProgram(["xz", "--decompress", "--stdout"], {
    input,
  });
  return { path: path.slice(0, -compressed.length), content };
}
