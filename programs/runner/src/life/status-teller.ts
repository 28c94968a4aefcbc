/** Passing on what a guest says of its way: the newest word counts, and a guest that floods costs one message a second. */

import type { Clock } from "../clock.ts";

const PAUSE_MS = 1_000;

export interface StatusTeller {
  tell(status: string): void;
  /** Nothing is told any more. */
  close(): void;
}

/** @param pass takes one status at a time */
export function createStatusTeller(
  clock: Clock,
  pass: (status: string) => Promise<void>,
): StatusTeller {
  let newest: string | undefined;
  let isPausing = false;
  let isClosed = false;
  const next = () => {
    isPausing = false;
    if (newest === undefined || isClosed) return;
    const status = newest;
    newest = undefined;
    isPausing = true;
    void pass(status).finally(() => clock.after(PAUSE_MS, next));
  };
  return {
    tell: (status) => {
      newest = status;
      if (!isPausing) next();
    },
    close: () => {
      isClosed = true;
    },
  };
}
