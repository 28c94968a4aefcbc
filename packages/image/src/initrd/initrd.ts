/** The step "initrd": the first root of a guest, which finds the real one and hands over what only this VM has. */

import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type CpioEntry, cpioArchive } from "../cpio/cpio.ts";
import { withFolders } from "../cpio/tree.ts";
import type { StoredPackage } from "../debian/packages.ts";
import { initrdModules } from "../kernel/guest-modules.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { moduleFiles } from "../kernel/module-files.ts";
import { runProgram } from "../program/run-program.ts";
import { sha256 } from "../store/key.ts";
import type { Result, Store } from "../store/store.ts";

/** Of the step, when what it does is changed. */
const version = "4";

const mostBytes = 32 << 20;

/** What the scripts call. */
const programs = [
  "chmod",
  "chown",
  "chroot",
  "cp",
  "find",
  "grep",
  "insmod",
  "ip",
  "ln",
  "mkdir",
  "mkfifo",
  "mount",
  "mv",
  "readlink",
  "rm",
  "sed",
  "sh",
  "stat",
  "switch_root",
  "umount",
  "usleep",
] as const;

export interface InitrdSources {
  readonly kernel: Kernel;
  /** Debian's busybox-static. */
  readonly busybox: StoredPackage;
  /** The folder with the scripts: init, which the kernel starts, and what that reads. */
  readonly scripts: string;
}

/** The result has the file initrd.cpio. */
export async function storedInitrd(
  store: Store,
  sources: InitrdSources,
): Promise<Result> {
  const { kernel, busybox } = sources;
  const scripts = await scriptsIn(sources.scripts);
  const modules = initrdModules.join(" ");
  const step = {
    name: "initrd",
    inputs: { version, scripts: sha256(JSON.stringify(scripts)), modules },
    uses: [kernel, busybox.result],
    bytes: mostBytes,
  };
  return await store.result(step, async (into) => {
    const entries = [
      ...fixedEntries(await busyboxProgram(busybox.path, into)),
      ...scripts.map(scriptEntry),
      ...(await moduleEntries(kernel)),
    ];
    const archive = cpioArchive(withFolders(entries));
    await writeFile(join(into, "initrd.cpio"), archive, { mode: 0o644 });
  });
}

function fixedEntries(busybox: Uint8Array): CpioEntry[] {
  const device = (name: string, major: number, minor: number): CpioEntry => ({
    kind: "character-device",
    path: `dev/${name}`,
    mode: 0o600,
    major,
    minor,
  });
  const folders = ["dev", "lower", "proc", "root", "run", "sys", "upper"];
  return [
    ...folders.map(
      (path): CpioEntry => ({ kind: "folder", path, mode: 0o755 }),
    ),
    device("console", 5, 1),
    device("null", 1, 3),
    { kind: "file", path: "bin/busybox", mode: 0o755, content: busybox },
    ...programs.map(
      (name): CpioEntry => ({
        kind: "link",
        path: `bin/${name}`,
        target: "busybox",
      }),
    ),
  ];
}

type Script = readonly [name: string, text: string];

async function scriptsIn(folder: string): Promise<Script[]> {
  const names = (await readdir(folder)).sort();
  const texts = names.map((name) => readFile(join(folder, name), "utf8"));
  return (await Promise.all(texts)).map((text, index) => [
    names[index] ?? "",
    text,
  ]);
}

function scriptEntry([path, text]: Script): CpioEntry {
  return { kind: "file", path, mode: 0o755, content: Buffer.from(text) };
}

/** Their numbers keep the order in which they can be loaded. */
async function moduleEntries(kernel: Kernel): Promise<CpioEntry[]> {
  const files = await moduleFiles(kernel, initrdModules);
  return files.map(({ path, content }, index) => ({
    kind: "file",
    path: `modules/${String(index).padStart(3, "0")}-${basename(path)}`,
    mode: 0o644,
    content,
  }));
}

async function busyboxProgram(file: string, into: string): Promise<Uint8Array> {
  const folder = join(into, "busybox");
  await runProgram(["dpkg-deb", "--extract", file, folder]);
  const program = await readFile(join(folder, "usr/bin/busybox"));
  await rm(folder, { recursive: true });
  return program;
}
