/** What the device leaves on this machine, as the kernel shows it. */

import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** The QEMU of a VM: the child of the runner that has the VM's folder. Undefined when it does not run. */
export function qemuOf(state: string, vm: string): number | undefined {
  const machine = join(instancesOf(state), "default/microvms", vm);
  return processes().find(
    (pid) =>
      wordsOf(pid)[0]?.endsWith("qemu-system-x86_64") === true &&
      wordsOf(parentOf(pid)).includes(machine),
  );
}

/** Whether a device of this state directory runs. */
export function deviceRuns(state: string): boolean {
  return runningIn(state).length > 0;
}

/** Processes that work in the folder or name something in it, mounts, and entries of it. */
export function tracesOf(state: string): readonly string[] {
  const inside = instancesOf(state);
  const running = runningIn(state);
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
  return [
    ...running.map((pid) => `process ${pid}: ${wordsOf(pid).join(" ")}`),
    ...mounts.filter((line) => line.includes(` ${state}/`)),
    ...readdirSync(inside).map((name) => join(inside, name)),
  ];
}

function instancesOf(state: string): string {
  return join(state, "instances");
}

function runningIn(state: string): readonly number[] {
  const inside = instancesOf(state);
  return processes()
    .filter((pid) => pid !== process.pid)
    .filter(
      (pid) =>
        folderOf(pid).startsWith(inside) ||
        wordsOf(pid).some((word) => word.startsWith(inside)),
    );
}

function processes(): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Empty for what is gone. */
function folderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}

/** 0 for what is gone. */
function parentOf(pid: number): number {
  const [, id = "0"] = /^PPid:\t(\d+)$/m.exec(textOf(pid, "status")) ?? [];
  return Number(id);
}

function wordsOf(pid: number): readonly string[] {
  return textOf(pid, "cmdline").split("\0");
}

/** Empty for what is gone. */
function textOf(pid: number, file: "cmdline" | "status"): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
