/** ghaf-runner as tests start it, and the QEMU that it started. */

import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { TestContext } from "node:test";
import { Program, starter } from "../process/program.ts";

export function startRunner(
  t: TestContext,
  folder: string,
  inside: readonly string[] = [],
): Program {
  const argv = [...inside, starter("ghaf-runner"), "run", folder];
  const env = { PATH: process.env["PATH"] ?? "" };
  const program = new Program(argv, { env });
  t.after(() => program.kill());
  return program;
}

/** The processes of QEMU that work in that folder. */
export function qemuIn(folder: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => isQemuIn(pid, folder))
    .map(Number);
}

function isQemuIn(pid: string, folder: string): boolean {
  try {
    const name = readFileSync(`/proc/${pid}/comm`, "utf8");
    return (
      name.startsWith("qemu-system") &&
      readlinkSync(`/proc/${pid}/cwd`) === folder
    );
  } catch {
    return false; // it has ended meanwhile
  }
}

/** What the kernel says of a process (proc(5), /proc/pid/status). */
export function fieldOf(pid: number, field: string): string {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const line = status.split("\n").find((text) => text.startsWith(field)) ?? "";
  return line.slice(field.length).replaceAll("\t", " ").trim();
}

/** One that has ended may wait for long until somebody asks how. */
export function isRunning(pid: number): boolean {
  try {
    return /^[^ZX]/.test(fieldOf(pid, "State:"));
  } catch {
    return false;
  }
}
