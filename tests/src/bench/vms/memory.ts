/** What running VMs take of this machine, and what they have left for programs. */

import { readFile } from "node:fs/promises";
import { atLeast, type Row } from "../report.ts";
import { mebibytes, times } from "../statistics.ts";
import { type BenchDevice, memoryOf } from "./bench-device.ts";

const LEAST_MIB = 16;
const MIB = 2 ** 20;

export async function memoryRows(bench: BenchDevice): Promise<readonly Row[]> {
  const said = {
    "admin-vm": await adminAvailable(bench),
    "net-vm": await available(bench, "net-vm"),
    "one-vm": await available(bench, "one-vm"),
  };
  const rows = Object.entries(said).map(([vm, bytes]): Row => {
    const mib = bytes / MIB;
    return {
      what: `available in ${vm}, as it says itself, of ${memoryOf(vm)} MiB`,
      figure: `${mib.toFixed(0)} MiB`,
      goal: atLeast(mib, LEAST_MIB, `${LEAST_MIB} MiB`),
    };
  });
  return [...rows, ...(await processRows(bench, Object.keys(said)))];
}

/** Its agent's word. */
async function available(bench: BenchDevice, vm: string): Promise<number> {
  const { memory } = await bench.client.getStats(vm);
  return Number(memory?.available ?? Number.NaN);
}

/** It has no agent: the admin is all that runs there. */
async function adminAvailable({ device }: BenchDevice): Promise<number> {
  const text = await device.inGuest("admin-vm", "cat /proc/meminfo");
  return Number(/^MemAvailable: +(\d+)/m.exec(text)?.[1] ?? Number.NaN) * 1_024;
}

async function processRows(
  bench: BenchDevice,
  vms: readonly string[],
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const vm of vms) {
    const kib = await proportionalKib(await bench.qemuOf(vm));
    const figure = `${mebibytes(kib)}, ${times(kib / 1_024 / memoryOf(vm))}`;
    const what = `QEMU of ${vm}, PSS; against the memory of the VM`;
    rows.push({ what, figure });
  }
  return rows;
}

/** Proportional set in KiB (proc_pid_smaps(5)). */
async function proportionalKib(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? Number.NaN);
}
