/** Where a test gets its machines and networks from, and where all of them are taken down. */

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cgroupRoot, createCgroup } from "./cgroup.ts";
import { startGuardian } from "./guardian.ts";
import { type Machine, type MachineOptions, startMachine } from "./machine.ts";
import { type Network, startNetwork } from "./network.ts";
import { ensureRoot } from "./rootfs.ts";

export interface Lab {
  /** Begins the name of every cgroup, namespace and directory made here. */
  readonly prefix: string;
  startNetwork(): Promise<Network>;
  startMachine(options: MachineOptions): Promise<Machine>;
  /** An empty directory of this machine, for what a test hands to machines; removed with the lab. */
  makeDirectory(name: string): Promise<string>;
  /** Takes everything down, machines first. */
  close(): Promise<void>;
}

/**
 * Opens a lab; needs root. Close it in an `after` hook. When the process ends without closing it,
 * however it ends, its guardian removes everything.
 * @param packages Debian packages of its machines beside those of all
 */
export async function openLab(packages: readonly string[] = []): Promise<Lab> {
  const root = await ensureRoot(packages);
  const state = await mkdtemp(join(tmpdir(), "ghaf-lab-"));
  const prefix = labName(state);
  const guardian = startGuardian();
  guardian.guard({ kind: "directory", path: state });
  const path = join(cgroupRoot(), prefix);
  guardian.guard({ kind: "cgroup", path });
  const cgroup = await createCgroup(path);
  const networks: Promise<Network>[] = [];
  const machines: Promise<Machine>[] = [];
  let made = 0;
  const nameNext = (name: string) => {
    made += 1;
    return `${made}-${name}`;
  };
  const network = async (name: string) =>
    startNetwork({
      prefix: `${prefix}-${name}`,
      guardNamespace: (namespace) =>
        guardian.guard({ kind: "netns", name: namespace }),
      cgroup: await cgroup.child(name),
    });
  const machine = async (name: string, options: MachineOptions) =>
    startMachine(options, {
      root,
      cgroup: await cgroup.child(name),
      state: await makeDirectory(state, name),
    });
  return {
    prefix,
    startNetwork: () => kept(networks, network(nameNext("network"))),
    startMachine: (options) =>
      kept(machines, machine(nameNext(options.name), options)),
    makeDirectory: (name) => makeDirectory(state, nameNext(name)),
    close: async () => {
      try {
        await closeAll(machines);
        await cgroup.remove();
        await closeAll(networks);
        await rm(state, { recursive: true, force: true });
      } finally {
        await guardian.close(); // whatever the above could not do
      }
    },
  };
}

/** Remembers something on its way: it is to be closed also when the test does not wait for it. */
function kept<T>(list: Promise<T>[], item: Promise<T>): Promise<T> {
  list.push(item);
  return item;
}

async function closeAll(
  items: readonly Promise<{ close(): Promise<void> }>[],
): Promise<void> {
  for (const item of await Promise.allSettled(items)) {
    if (item.status === "fulfilled") await item.value.close();
  }
}

/** `ghaf-RUN-XXXXXX`: RUN tells one run of the test command from another at the same time. */
function labName(state: string): string {
  const run = process.env["GHAF_TEST_RUN"] ?? String(process.pid);
  return `ghaf-${run}-${state.slice(-6)}`;
}

async function makeDirectory(parent: string, name: string): Promise<string> {
  const path = join(parent, name);
  await mkdir(path);
  return path;
}
