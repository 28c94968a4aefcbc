/** Running a program in the network of a device that runs here, where its VMs are reached. */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type InstanceFolder, notRunning } from "./folders.ts";
import { instanceProcesses, wordsOf } from "./processes.ts";

/** The words before a command line with which it runs there. @throws CliError `not-found` when the device does not run */
export async function insideOf(
  folder: InstanceFolder,
): Promise<readonly [string, ...string[]]> {
  const [first] = await instanceProcesses(folder);
  const relay = first === undefined ? undefined : await relayBelow(first);
  if (relay !== undefined) {
    return ["nsenter", `--net=/proc/${relay}/ns/net`, "--"];
  }
  throw notRunning(folder);
}

/** Between the one that made the process namespace and the relay are a shell and the instance. */
const DEEPEST = 3;

/** The process that holds the network. */
async function relayBelow(
  pid: number,
  depth = DEEPEST,
): Promise<number | undefined> {
  if ((await wordsOf(pid)).at(-1) === "relay") return pid;
  if (depth === 0) return undefined;
  for (const child of await childrenOf(pid)) {
    const found = await relayBelow(child, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of all its threads (proc(5), /proc/pid/task/tid/children). */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const tasks = join("/proc", String(pid), "task");
  const threads = await readdir(tasks).catch(() => []);
  const texts = threads.map((thread) =>
    readFile(join(tasks, thread, "children"), "utf8").catch(() => ""),
  );
  const words = (await Promise.all(texts)).join(" ").split(/\s+/);
  return words.filter((word) => word !== "").map(Number);
}
