/** Whether this machine has the disk and the memory for machines. */

import { join } from "node:path";
import { type Finding, ok, problem, warning } from "./finding.ts";
import type { Surroundings, Wanted } from "./machine.ts";

const MIB = 2 ** 20;

/** What a first build of three images takes, with the packages they are made of. */
const BUILD_MIB = 2_048;
/** What a device writes while it starts, when its images are there. A step that makes one asks for its own room. */
const START_MIB = 64;
/** Volumes begin empty and grow. */
const COMFORTABLE_MIB = 3 * BUILD_MIB;

export async function lookAtDisk({
  machine,
  images,
}: Surroundings): Promise<readonly Finding[]> {
  const free = Math.floor((await machine.freeBytes(images)) / MIB);
  const what = `${free} MiB free for images and volumes, where ${images} is`;
  const fix = "ghaf image gc";
  const isBuilt = (await machine.list(join(images, "results"))).length > 0;
  if (isBuilt && free < START_MIB) {
    const wants = `${what}: a device takes ${START_MIB} MiB to start`;
    return [problem("disk", wants, fix)];
  }
  if (!isBuilt && free < BUILD_MIB) {
    const wants = `${what}: a first build takes up to ${BUILD_MIB} MiB`;
    return [problem("disk", wants, fix)];
  }
  if (free < COMFORTABLE_MIB) {
    return [warning("disk", `${what}: volumes grow with their use`, fix)];
  }
  return [ok("disk", what)];
}

/** Enough for the template `minimal` with its QEMU processes. */
const LEAST_MIB = 1_024;

export async function lookAtMemory({
  machine,
  wanted,
}: Surroundings): Promise<readonly Finding[]> {
  const meminfo = (await machine.read("/proc/meminfo")) ?? "";
  const free = availableMib(meminfo);
  if (free === undefined) {
    return [warning("memory", "/proc/meminfo does not say", null)];
  }
  const has = `${free} MiB to give`;
  if (wanted !== undefined) return [judgeWanted(wanted, free)];
  return free < LEAST_MIB
    ? [problem("memory", `${has}: a small device takes ${LEAST_MIB} MiB`, null)]
    : [ok("memory", has)];
}

/** proc(5), MemAvailable. */
function availableMib(meminfo: string): number | undefined {
  const [, kib] = /^MemAvailable:\s+(\d+) kB$/m.exec(meminfo) ?? [];
  return kib === undefined ? undefined : Math.floor(Number(kib) / 1_024);
}

/** A VM that does not fit is refused by its runner; that all do at once is hoped for. */
function judgeWanted({ vms }: Wanted, free: number): Finding {
  const all = vms.reduce((sum, { mib }) => sum + mib, 0);
  const large = vms.filter(({ mib }) => mib > free);
  const has = `${free} MiB to give`;
  if (large.length > 0) {
    const names = large.map(({ name, mib }) => `${name} ${mib}`).join(", ");
    return problem("memory", `${has}, and wanted are in MiB: ${names}`, null);
  }
  const together = `${vms.length} machines together may take ${all} MiB`;
  return all > free
    ? warning("memory", `${has}: ${together}`, null)
    : ok("memory", `${has}: ${together}`);
}
