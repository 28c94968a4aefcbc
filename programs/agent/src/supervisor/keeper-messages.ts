/**
 * What the local supervisor and its keeper say to each other over the channel
 * between them. A run is one start of a unit, numbered by the supervisor, so that
 * nothing is ever said of a process id that may have a new owner.
 */

export type UnitSignal = "SIGTERM" | "SIGKILL" | "SIGSTOP" | "SIGCONT";

export type ToKeeper =
  | {
      readonly do: "start";
      readonly run: number;
      readonly command: readonly [string, ...string[]];
      /** The whole environment of the program. */
      readonly environment: Readonly<Record<string, string>>;
    }
  | {
      readonly do: "signal";
      readonly run: number;
      readonly signal: UnitSignal;
    };

export type FromKeeper =
  | {
      readonly event: "started";
      readonly run: number;
      /** Also the id of the process group. */
      readonly processId: number;
    }
  | {
      readonly event: "refused";
      readonly run: number;
      /** Why the program could not be executed. */
      readonly reason: string;
    }
  | {
      readonly event: "ended";
      readonly run: number;
      readonly code: number | null;
      readonly signal: string | null;
    }
  /** Every process of the run is stopped. */
  | { readonly event: "frozen"; readonly run: number };

/** The other end of the keeper's channel; tests put something else in its place. */
export interface KeeperChannel {
  send(message: FromKeeper): void;
  onMessage(listener: (message: ToKeeper) => void): void;
  /** The supervisor is gone, in whatever way it ended. */
  onClose(listener: () => void): void;
}
