/** Whether the machine has the memory that a VM may take: better refused than killed while it works. */

import { readFile } from "node:fs/promises";
import { RunnerError } from "../errors.ts";
import type { LaunchSpec } from "../spec/launch-spec.ts";

/** MiB that programs could take now without swapping: proc(5), /proc/meminfo, MemAvailable. */
export type AvailableMemory = () => Promise<number>;

export const readAvailableMemory: AvailableMemory = async () =>
  parseAvailable(await readFile("/proc/meminfo", "utf8"));

/** Infinity when the kernel does not say. */
export function parseAvailable(meminfo: string): number {
  const [, kib] = /^MemAvailable:\s+(\d+) kB$/m.exec(meminfo) ?? [];
  return kib === undefined
    ? Number.POSITIVE_INFINITY
    : Math.floor(Number(kib) / 1024);
}

/** @throws RunnerError `no-memory` with both numbers */
export async function checkMemory(
  { vm, memoryMib }: LaunchSpec,
  available: AvailableMemory,
): Promise<void> {
  const free = await available();
  if (memoryMib <= free) return;
  const text = `${vm} may take ${memoryMib} MiB of memory, and this machine has ${free} MiB to give: stop another VM, or let this one have less`;
  throw new RunnerError("no-memory", text, { value: memoryMib });
}
