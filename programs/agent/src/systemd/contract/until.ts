/** Waiting for what gives no event: files and processes. Only tests do this. */

import { setTimeout as pause } from "node:timers/promises";

/** No measure of speed: a busy machine may pause whom a test waits for. */
const LONGEST_MS = 60_000;
const STEP_MS = 5;

/** Asks again and again until the answer is not undefined. @throws Error after a minute, naming `what` */
export async function until<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const end = performance.now() + LONGEST_MS;
  while (performance.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(STEP_MS);
  }
  throw new Error(`waited ${LONGEST_MS} ms for ${what}`);
}
