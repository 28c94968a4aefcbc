/**
 * What the local supervisor and its keeper say to each other over the channel
 * between them. A run is one start of a unit or of a program for it, numbered by
 * the supervisor, so that nothing is ever said of a process id that may have a
 * new owner.
 */

export type UnitSignal = "SIGTERM" | "SIGKILL" | "SIGSTOP" | "SIGCONT";

/** A program and its arguments. */
export type Command = readonly [string, ...string[]];

/** A program that a run begins with. */
interface Begin {
  readonly run: number;
  readonly command: Command;
  /** The whole environment of the program. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A unit's program is to be executed. */
export interface StartMessage extends Begin {
  readonly do: "start";
  /** It gets a descriptor to say on how it is. */
  readonly mayNotify: boolean;
  /** Absolute path of what its output is appended to; absent: the keeper's output. */
  readonly logFile?: string | undefined;
}

/** A program is to be run to its end, which is answered with `performed`. */
export interface PerformMessage extends Begin {
  readonly do: "perform";
  /** After these milliseconds it is killed. */
  readonly deadlineMs: number;
}

export interface SignalMessage {
  readonly do: "signal";
  readonly run: number;
  readonly signal: UnitSignal;
}

export type ToKeeper = StartMessage | PerformMessage | SignalMessage;

/** What a program said since it was last told, sd_notify(3). */
export interface Said {
  readonly isReady: boolean;
  readonly isStopping: boolean;
  /** Its last STATUS. */
  readonly status?: string | undefined;
}

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
  | { readonly event: "said"; readonly run: number; readonly said: Said }
  | {
      readonly event: "ended";
      readonly run: number;
      readonly code: number | null;
      readonly signal: string | null;
    }
  /** Every process of the run is stopped. */
  | { readonly event: "frozen"; readonly run: number }
  | {
      readonly event: "performed";
      readonly run: number;
      /** Why it failed; absent when it did not. */
      readonly failure?: string | undefined;
    };

/** The other end of the keeper's channel; tests put something else in its place. */
export interface KeeperChannel {
  send(message: FromKeeper): void;
  onMessage(listener: (message: ToKeeper) => void): void;
  /** The supervisor is gone, in whatever way it ended. */
  onClose(listener: () => void): void;
}
