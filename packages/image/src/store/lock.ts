/** Locks on files that the kernel gives back when the holder is gone, however it went: flock(2), held by flock(1). */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { ImageError } from "../image-error.ts";
import { missing } from "../program/run-program.ts";

export interface Lock {
  release(): Promise<void>;
}

export interface LockOptions {
  /** `shared`: with others that share it; `exclusive`: alone. */
  readonly mode: "shared" | "exclusive";
  /** Throws ImageError "store-busy" at once instead of waiting. */
  readonly now?: boolean;
}

/**
 * Takes the lock of `file`, which is made if it is not there. The holder is a program that ends
 * with its input, which is ours: the end of this process is the end of the lock.
 */
export async function takeLock(
  file: string,
  { mode, now = false }: LockOptions,
): Promise<Lock> {
  const words = [`--${mode}`, ...(now ? ["--nonblock"] : []), file, "cat"];
  const holder = spawn("flock", words, {
    stdio: ["pipe", "pipe", "ignore"],
    // Ctrl-C at a terminal is for the command, which may go on.
    detached: true,
  });
  const gone = once(holder, "close").catch((cause: unknown) => {
    throw missing("flock") ?? cause;
  });
  holder.stdin.on("error", () => {}); // it has ended; `gone` says so
  holder.stdin.write("\n");
  const first = await Promise.race([
    once(holder.stdout, "data").then(() => "held" as const),
    gone.then(() => "refused" as const),
  ]);
  if (first === "refused") {
    throw new ImageError("store-busy", file, "is in use by another process");
  }
  return {
    release: async () => {
      holder.stdin.end();
      await gone;
    },
  };
}
