/** What an instance is on this machine, as the kernel shows it: processes, namespaces, links, mounts, cgroups, sockets. */

import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../machine/command.ts";

export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly words: readonly string[];
}

/** Of an instance that runs. */
export interface InstanceTrace {
  readonly folder: string;
  /** Of ghaf-instance itself, outside of the namespace whose first it is. */
  readonly first: number;
  /** One that is in the network of the device. */
  readonly networkOf: number;
  readonly processes: readonly ProcessFacts[];
  /** As the kernel names them: `net:[4026532200]`. */
  readonly namespaces: readonly string[];
  readonly cgroups: readonly string[];
}

/** @param folder of the instance @throws Error when none runs there */
export async function traceOf(folder: string): Promise<InstanceTrace> {
  const all = await allProcesses();
  const first = all.find(
    ({ words }) => isInstance(words, folder) && words[0] !== "unshare",
  );
  if (first === undefined) throw new Error(`no instance runs in ${folder}`);
  const own = await linkOf(first.pid, "pid");
  const processes: ProcessFacts[] = [];
  const namespaces = new Set<string>();
  const cgroups = new Set<string>();
  const outside = new Set(await namespacesOf(process.pid));
  let networkOf: number | undefined;
  for (const one of all) {
    if ((await linkOf(one.pid, "pid")) !== own) continue;
    processes.push(one);
    const cgroup = await textOf(`/proc/${one.pid}/cgroup`);
    if (cgroup !== "") cgroups.add(cgroup); // it may have ended meanwhile
    const theirs = await namespacesOf(one.pid);
    const news = theirs.filter((name) => !outside.has(name));
    // The oldest lasts; others may be a command that is over in a moment.
    if (news.some((name) => name.startsWith("net:"))) networkOf ??= one.pid;
    for (const name of news) namespaces.add(name);
  }
  return {
    ...{ folder, first: first.pid, processes },
    networkOf: networkOf ?? first.pid,
    ...{ namespaces: [...namespaces], cgroups: [...cgroups] },
  };
}

/** The process of the trace whose arguments have these words, one after the other. */
export function processOf(
  { processes }: InstanceTrace,
  ...wanted: readonly string[]
): ProcessFacts {
  const isIt = ({ words }: ProcessFacts) =>
    words.some((_, at) =>
      wanted.every((word, index) => words[at + index] === word),
    );
  const found = processes.find(isIt);
  if (found !== undefined) return found;
  throw new Error(`no process ${wanted.join(" ")}`);
}

/** Whatever it is doing; it may have ended meanwhile, with another. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** What of an instance is still there, one line each. */
export async function leftOf(trace: InstanceTrace): Promise<readonly string[]> {
  const files = await specialFiles(trace.folder);
  return [...(await livingOf(trace)), ...files.map((path) => `file ${path}`)];
}

/** What of an instance the kernel still has; names in its folder are not the kernel's. */
export async function livingOf({
  folder,
  namespaces,
}: InstanceTrace): Promise<readonly string[]> {
  const isOfIt = (text: string) =>
    text.includes(folder) || namespaces.some((name) => text.includes(name));
  const lines = async (path: string, what: string) =>
    (await textOf(path))
      .split("\n")
      .filter(isOfIt)
      .map((line) => `${what} ${line}`);
  const processes = await Promise.all(
    (await allProcesses()).map(async ({ pid, words }) => {
      const held = [...(await namespacesOf(pid)), ...(await openFiles(pid))];
      const line = words.join(" ");
      return [line, ...held].some(isOfIt) ? [`process ${pid}: ${line}`] : [];
    }),
  );
  return [
    ...processes.flat(),
    ...(await lines("/proc/self/mountinfo", "mount")),
    ...(await lines("/proc/net/unix", "socket")),
  ];
}

/** Of the whole machine: what an instance must neither add to nor take from. */
export async function machineFacts() {
  const lines = async (...argv: readonly string[]) =>
    (await run(argv)).stdout.split("\n").filter((line) => line !== "");
  const links = await lines("ip", "-o", "link", "show");
  return {
    links: links.map((line) => line.split(":")[1]?.trim()).sort(),
    routes: await lines("ip", "route", "show", "table", "all"),
    // Without what rules of others count.
    rules: await lines("nft", "--stateless", "list", "ruleset"),
  };
}

function isInstance(words: readonly string[], folder: string): boolean {
  return words.at(-1) === folder && words.at(-2) === "run";
}

async function allProcesses(): Promise<readonly ProcessFacts[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return await Promise.all(
    pids.map(async (pid) => {
      const line = await textOf(`/proc/${pid}/cmdline`);
      const facts = await textOf(`/proc/${pid}/stat`);
      // After the name in brackets, which may have anything in it (proc_pid_stat(5)).
      const [, parent] = facts.slice(facts.lastIndexOf(")") + 2).split(" ");
      const words = line.split("\0").slice(0, -1);
      return { pid: Number(pid), parent: Number(parent), words };
    }),
  );
}

const KINDS = ["net", "pid", "mnt", "ipc", "uts", "user", "cgroup"] as const;

async function namespacesOf(pid: number): Promise<readonly string[]> {
  const links = await Promise.all(KINDS.map((kind) => linkOf(pid, kind)));
  return links.filter((link) => link !== "");
}

async function linkOf(pid: number, kind: string): Promise<string> {
  return await readlink(`/proc/${pid}/ns/${kind}`).catch(() => "");
}

/** Namespaces and sockets too. */
async function openFiles(pid: number): Promise<readonly string[]> {
  const place = `/proc/${pid}/fd`;
  const names = await readdir(place).catch(() => []);
  return await Promise.all(
    names.map((name) => readlink(join(place, name)).catch(() => "")),
  );
}

/** Sockets and pipes. */
async function specialFiles(folder: string): Promise<readonly string[]> {
  const options = { withFileTypes: true, recursive: true } as const;
  const found = await readdir(folder, options).catch(() => []);
  return found
    .filter((entry) => entry.isSocket() || entry.isFIFO())
    .map((entry) => join(entry.parentPath, entry.name));
}

async function textOf(path: string): Promise<string> {
  return await readFile(path, "utf8").catch(() => "");
}
