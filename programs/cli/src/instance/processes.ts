/** The processes of an instance as this machine sees them: it is known by the arguments of the first, which hold its folder. */

import { readdir, readFile } from "node:fs/promises";
import type { InstanceFolder } from "./folders.ts";

/** Those that made its process namespace; more than one only while one takes the place of another. */
export async function instanceProcesses({
  path,
}: InstanceFolder): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const words = await wordsOf(Number(pid));
      const isIt =
        words[0] === "unshare" &&
        words.at(-1) === path &&
        words.at(-2) === "run";
      return isIt ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}

/** Program and arguments; none of a process that is gone. */
export async function wordsOf(pid: number): Promise<readonly string[]> {
  const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return line.split("\0").slice(0, -1);
}
