/** The processes that a process has started, and those that they have. */

import { readdirSync, readFileSync } from "node:fs";

export interface Below {
  readonly pid: number;
  /** Of its program. */
  readonly words: readonly string[];
}

/** Each after the one that started it. */
export function processesBelow(pid: number): readonly Below[] {
  return readdirSync(`/proc/${pid}/task`)
    .flatMap((task) => textOf(`/proc/${pid}/task/${task}/children`).split(" "))
    .filter((child) => child !== "")
    .flatMap((child) => {
      const words = textOf(`/proc/${child}/cmdline`).split("\0");
      return [{ pid: Number(child), words }, ...processesBelow(Number(child))];
    });
}

/** Nothing, of a process that has ended meanwhile. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
