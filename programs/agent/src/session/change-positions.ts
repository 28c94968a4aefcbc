/**
 * Which change a unit verb caused, so that the admin can hold back its own answer
 * until the session has told it: an "active" must not arrive after a "gone".
 */

import type { UnitStatus } from "@ghaf/api";
import type { CallContext } from "@ghaf/api/rpc";
import type { Clock } from "../clock.ts";
import {
  type Monitor,
  type MonitorChange,
  sameState,
} from "../unit/monitor.ts";

/** A place in the sequence of one session's changes. */
export interface Position {
  readonly epoch: string;
  readonly sequence: number;
}

export const EPOCH_TRAILER = "ghaf-session-epoch";
export const SEQUENCE_TRAILER = "ghaf-session-sequence";

/** The manager has told us of the change before its verb returns; this is for one that has not. */
const LONGEST_WAIT_MS = 1_000;

export interface ChangePositions {
  /**
   * Runs a verb that answers with a unit's status, waits until the change it
   * caused has its number, and adds that to the trailers of the call.
   */
  mark(
    context: CallContext,
    verb: () => Promise<UnitStatus>,
  ): Promise<UnitStatus>;
}

export interface ChangePositionsOptions {
  readonly monitor: Monitor;
  readonly clock: Clock;
  /** Undefined while no session lives: then there is nothing to wait for. */
  readonly position: () => Position | undefined;
}

export function createChangePositions(
  options: ChangePositionsOptions,
): ChangePositions {
  return {
    async mark(context, verb) {
      const changes: MonitorChange[] = [];
      const unfollow = options.monitor.onChange((change) => {
        changes.push(change);
      });
      try {
        const status = await verb();
        await numbered(options, status, changes);
        setTrailers(context, options.position());
        return status;
      } finally {
        unfollow();
      }
    },
  };
}

function setTrailers(
  context: CallContext,
  position: Position | undefined,
): void {
  if (position === undefined) return;
  context.setTrailer(EPOCH_TRAILER, position.epoch);
  context.setTrailer(SEQUENCE_TRAILER, String(position.sequence));
}

/** Resolves when the monitor says what the verb answers, or has said it and gone on. */
function numbered(
  { monitor, clock, position }: ChangePositionsOptions,
  status: UnitStatus,
  changes: readonly MonitorChange[],
): Promise<void> {
  const isTold = () =>
    position() === undefined ||
    monitor.knows(status) ||
    changes.some((change) => tells(change, status));
  return new Promise((resolve) => {
    if (isTold()) return resolve();
    const finish = () => {
      unfollow();
      cancel();
      resolve();
    };
    const unfollow = monitor.onChange(() => isTold() && finish());
    const cancel = clock.after(LONGEST_WAIT_MS, finish);
  });
}

function tells(change: MonitorChange, status: UnitStatus): boolean {
  switch (change.kind) {
    case "gone":
      return change.unit === status.name;
    case "status":
      return (
        change.status.name === status.name && sameState(change.status, status)
      );
  }
}
