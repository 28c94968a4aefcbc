/** Sees to it that what a test process makes goes with it, even when it is killed. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { MachineError } from "./machine-error.ts";
import { recipes } from "./recipes.ts";

/** What can be left behind: a cgroup with its processes, a network namespace, a directory. */
export type Belonging =
  | { readonly kind: "cgroup"; readonly path: string }
  | { readonly kind: "netns"; readonly name: string }
  | { readonly kind: "directory"; readonly path: string };

export interface Guardian {
  /** To be called before the thing is made, so that nothing is made unguarded. */
  guard(belonging: Belonging): void;
  /** Removes everything guarded, in order of kind, and ends. */
  close(): Promise<void>;
}

/** Starts the process that outlives this one for as long as removing takes (guardian.sh). */
export function startGuardian(): Guardian {
  const child = spawn(join(recipes, "guardian.sh"), {
    stdio: ["pipe", "ignore", "inherit"],
    detached: true, // Ctrl-C at the terminal is for the tests, not for who cleans up after them
    // Without the mark of the test run, by which all its processes can be ended.
    env: { PATH: process.env["PATH"] },
  });
  const ended = once(child, "exit");
  child.unref();
  const input = child.stdin;
  if ("unref" in input && typeof input.unref === "function") input.unref();
  return {
    guard: (belonging) => {
      if (input.writableEnded) {
        throw new MachineError("boot", "guardian", "the lab is closed");
      }
      const name = "path" in belonging ? belonging.path : belonging.name;
      input.write(`${belonging.kind} ${name}\n`);
    },
    close: async () => {
      child.ref();
      input.end();
      await ended;
    },
  };
}
