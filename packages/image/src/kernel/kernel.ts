/** The step "kernel": Debian's kernel as QEMU boots it fastest, an uncompressed ELF file, and its modules. */

import {
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import type { StoredPackage } from "../debian/packages.ts";
import { ImageError } from "../image-error.ts";
import { runProgram } from "../program/run-program.ts";
import type { Result, Step, Store } from "../store/store.ts";
import { zstdPayload } from "./bz-image.ts";

/** A kernel in the store. */
export interface Kernel extends Result {
  /** The ELF file; it has the note by which QEMU boots it directly (PVH). */
  readonly vmlinux: string;
  /** Such as 6.12.48+deb13-cloud-amd64. */
  readonly release: string;
  /** The folder with modules.dep. */
  readonly modules: string;
}

/** Of the step, when what it does is changed. */
const version = "1";

const mostBytes = 400 << 20;

/** Throws ImageError "kernel" when the package holds no kernel that we can unpack. */
export async function storedKernel(
  store: Store,
  kernelPackage: StoredPackage,
): Promise<Kernel> {
  const step: Step = {
    name: "kernel",
    inputs: { version },
    uses: [kernelPackage.result],
    bytes: mostBytes,
  };
  const result = await store.result(step, (into) =>
    unpackKernel(kernelPackage.path, into),
  );
  const release = await releaseIn(join(result.path, "modules"));
  return {
    ...result,
    vmlinux: join(result.path, "vmlinux"),
    release,
    modules: join(result.path, "modules", release),
  };
}

async function unpackKernel(file: string, into: string): Promise<void> {
  const unpacked = join(into, "unpacked");
  await runProgram(["dpkg-deb", "--extract", file, unpacked]);
  // Both forms of a merged /usr are in use.
  const folder = await modulesIn(unpacked);
  await mkdir(join(into, "modules"));
  const release = await releaseIn(folder);
  await rename(join(folder, release), join(into, "modules", release));
  const image = await readFile(join(unpacked, `boot/vmlinuz-${release}`));
  const elf = await runProgram(["zstd", "--decompress", "--stdout"], {
    input: zstdPayload(image, release),
  });
  await writeFile(join(into, "vmlinux"), elf, { mode: 0o644 });
  await describeModules(into, release);
  await rm(unpacked, { recursive: true });
}

async function modulesIn(unpacked: string): Promise<string> {
  for (const folder of ["usr/lib/modules", "lib/modules"]) {
    const path = join(unpacked, folder);
    const names = await readdir(path).catch(() => []);
    if (names.length > 0) return path;
  }
  throw new ImageError("kernel", unpacked, "the package has no modules");
}

async function releaseIn(folder: string): Promise<string> {
  const [release, ...others] = await readdir(folder);
  if (release !== undefined && others.length === 0) return release;
  throw new ImageError("kernel", folder, "the package has not one kernel");
}

/** depmod wants the modules below lib/modules of a root. */
async function describeModules(into: string, release: string): Promise<void> {
  const root = join(into, "depmod");
  await mkdir(join(root, "lib"), { recursive: true });
  await rename(join(into, "modules"), join(root, "lib/modules"));
  await runProgram(["depmod", "--basedir", root, release]);
  await rename(join(root, "lib/modules"), join(into, "modules"));
  await rm(root, { recursive: true });
}
