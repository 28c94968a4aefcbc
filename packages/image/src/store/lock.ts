/** Locks on files that the kernel gives back when the holder is gone, however it went: flock(2), held by flock(1). */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
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

/** How flock(1) ends when another holds the lock; any other way, it could not try. */
const HELD_ELSEWHERE = 1;

/**
 * Takes the lock of `file`, which is made if it is not there. The holder is a program that ends
 * with its input, which is ours: the end of this process is the end of the lock.
 * Throws ImageError "store-unusable" when the file cannot be made.
 */
export async function takeLock(
  file: string,
  { mode, now = false }: LockOptions,
): Promise<Lock> {
  const words = [`--${mode}`, ...(now ? ["--nonblock"] : []), file, "cat"];
  const holder = spawn("flock", words, {
    stdio: ["pipe", "pipe", "pipe"],
    // Ctrl-C at a terminal is for the command, which may go on.
    detached: true,
  });
  const said = text(holder.stderr);
  const gone: Promise<unknown[]> = once(holder, "close").catch(
    (cause: unknown) => {
      throw missing("flock") ?? cause;
    },
  );
  holder.stdin.on("error", () => {}); // it has ended; `gone` says so
  holder.stdin.write("\n");
  const first = await Promise.race([
    once(holder.stdout, "data").then(() => "held" as const),
    gone.then(([code]) => ({ code })),
  ]);
  if (first !== "held") throw refused(file, first.code, await said);
  return {
    release: async () => {
      holder.stdin.end();
      await gone;
    },
  };
}

function refused(file: string, code: unknown, said: string): ImageError {
  if (code === HELD_ELSEWHERE) {
    return new ImageError("store-busy", file, "is in use by another process");
  }
  const reason = said.trim().split(": ").at(-1) || `flock ended with ${code}`;
  return new ImageError("store-unusable", file, `cannot be locked: ${reason}`);
}
