/** Waiting no longer than a given time, or until somebody ends it. */

/** A timer of more would come at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Runs the body with a signal that is aborted after the time, or with one of the given ones. Not
 * by AbortSignal.timeout: where only AbortSignal.any has it, Node 20 loses it to the garbage
 * collector, and nothing ever ends.
 * @param milliseconds undefined: there is no limit
 */
export async function withDeadline<Result>(
  milliseconds: number | undefined,
  signals: readonly AbortSignal[],
  body: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const late = new AbortController();
  const timer =
    milliseconds === undefined
      ? undefined
      : setTimeout(() => late.abort(), Math.min(milliseconds, LONGEST_MS));
  try {
    return await body(AbortSignal.any([...signals, late.signal]));
  } finally {
    clearTimeout(timer);
  }
}
