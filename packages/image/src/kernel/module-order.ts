/** Which files of a kernel some modules need, in an order in which each can be loaded (modules.dep of depmod). */

import { ImageError } from "../image-error.ts";

export interface KernelModules {
  /** Text of modules.dep: a file, a colon, and the files it needs. */
  readonly dependencies: string;
  /** Text of modules.builtin: files of what is in the kernel itself. */
  readonly builtIn: string;
}

/**
 * Files below the folder of modules, each after what it needs, none twice. Modules that are in the
 * kernel itself need no file. Throws ImageError "no-module" for one that the kernel does not have.
 */
export function moduleOrder(
  wanted: readonly string[],
  modules: KernelModules,
): string[] {
  const needs = new Map(parseDependencies(modules.dependencies));
  const files = new Map([...needs.keys()].map((file) => [nameOf(file), file]));
  const builtIn = new Set(modules.builtIn.trim().split("\n").map(nameOf));
  const ordered = new Set<string>();
  const add = (file: string) => {
    for (const needed of needs.get(file) ?? []) add(needed);
    ordered.add(file);
  };
  for (const module of wanted) {
    const file = files.get(nameOf(module));
    if (file !== undefined) add(file);
    else if (!builtIn.has(nameOf(module))) {
      throw new ImageError("no-module", module, "is not in this kernel");
    }
  }
  return [...ordered];
}

function parseDependencies(text: string): [string, string[]][] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [file = "", needed = ""] = line.split(":");
      return [file, needed.split(" ").filter((word) => word !== "")];
    });
}

/** "virtio_blk" of kernel/drivers/block/virtio-blk.ko.xz: "-" and "_" are one letter to the kernel. */
function nameOf(file: string): string {
  const base = file.slice(file.lastIndexOf("/") + 1);
  return base.replace(/\.ko(\.[a-z0-9]+)?$/, "").replaceAll("-", "_");
}
