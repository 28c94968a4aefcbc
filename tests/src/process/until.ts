/** Waiting for what nothing tells of: a file, a process, a program that is not there yet. */

import { setTimeout as pause } from "node:timers/promises";
import { PATIENCE_MS } from "./program.ts";

const STEP_MS = 20;

/**
 * Looks again and again until `look` gives something that is not undefined,
 * false or a failure. @throws Error naming `what`, with the last failure
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
): Promise<Exclude<T, undefined | false>> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await attempt(look);
    if (found.value !== undefined && found.value !== false) {
      return found.value as Exclude<T, undefined | false>;
    }
    if (performance.now() > end) {
      throw new Error(`waited in vain: ${what}`, { cause: found.failure });
    }
    await pause(STEP_MS);
  }
}

async function attempt<T>(
  look: () => T | Promise<T>,
): Promise<{ readonly value?: T; readonly failure?: unknown }> {
  try {
    return { value: await look() };
  } catch (failure) {
    return { failure };
  }
}
