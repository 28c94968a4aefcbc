/** A cgroup of version 2: the one handle that ends every process in it, whatever it has become. */

import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { waitFor } from "./wait-for.ts";

/** The top of the version 2 tree: of its own on a hybrid host, else the whole of /sys/fs/cgroup. */
export function cgroupRoot(): string {
  const hybrid = "/sys/fs/cgroup/unified";
  return existsSync(hybrid) ? hybrid : "/sys/fs/cgroup";
}

export interface Cgroup {
  readonly path: string;
  /** Makes a cgroup inside this one. */
  child(name: string): Promise<Cgroup>;
  /** The command line that runs `argv` in this cgroup. */
  enter(argv: readonly string[]): string[];
  /** Ends everything in it with SIGKILL and waits until it is empty; who is just entering it too. */
  kill(): Promise<void>;
  /** Kills, then removes it with all cgroups inside; nothing to do when it is gone. */
  remove(): Promise<void>;
  /** The processes directly in it or in the cgroup `inside` it. */
  processes(inside?: string): Promise<number[]>;
}

export async function createCgroup(path: string): Promise<Cgroup> {
  await mkdir(path);
  const kill = async () => {
    await waitFor(`${path} is empty`, async () => {
      await unlessGone(writeFile(join(path, "cgroup.kill"), "1"));
      const events = readFile(join(path, "cgroup.events"), "utf8");
      return (await unlessGone(events))?.includes("populated 0") ?? true;
    });
  };
  return {
    path,
    kill,
    child: (name) => createCgroup(join(path, name)),
    enter: (argv) => [
      "sh",
      "-c",
      // Not run outside of it when it is gone before it was entered.
      'echo $$ >"$0/cgroup.procs" && exec "$@"',
      path,
      ...argv,
    ],
    remove: async () => {
      // Again for who has entered it in between.
      await waitFor(`${path} is gone`, async () => {
        await kill();
        await removeTree(path);
        return true;
      });
    },
    processes: async (inside = ".") => {
      const listed = await readFile(join(path, inside, "cgroup.procs"), "utf8");
      return listed.split("\n").filter(Boolean).map(Number);
    },
  };
}

async function removeTree(path: string): Promise<void> {
  const entries = await unlessGone(readdir(path, { withFileTypes: true }));
  for (const entry of entries ?? []) {
    if (entry.isDirectory()) await removeTree(join(path, entry.name));
  }
  await unlessGone(rmdir(path));
}

/** Undefined when the cgroup is no more: removing one removes those inside, which others may be removing too. */
async function unlessGone<T>(done: Promise<T>): Promise<T | undefined> {
  try {
    return await done;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT" || code === "ENODEV") return undefined;
    throw error;
  }
}
