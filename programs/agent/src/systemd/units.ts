/**
 * The port to whatever runs the units of this machine. Two adapters answer it,
 * the system or user manager over D-Bus and the local supervisor; one contract
 * suite runs against both, and where they differ systemd is right.
 */

import type { UnitName, UnitStatus } from "@ghaf/api";

/** A unit made at run time, gone when its process ends. */
export interface TransientUnit {
  readonly unit: UnitName;
  readonly description: string;
  /** Absolute path or a name looked up in PATH, then the arguments. */
  readonly command: readonly [string, ...string[]];
  /** Added to the manager's own environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * A unit's status as it is now. With `gone` the manager has forgotten the unit
 * and `status` is what it ended as: failed or inactive. A transient unit is gone
 * as soon as it has ended, well or badly, and its name is free. systemd also
 * forgets a stopped unit that has a file; there it means no more than inactive.
 */
export interface UnitChange {
  readonly unit: string;
  readonly status: UnitStatus;
  readonly gone: boolean;
}

/** Which units a watcher wants to hear of, by their names. */
export type UnitInterest = (unit: string) => boolean;

/** Without an interest: services. A desktop has hundreds of devices and mounts. */
export const everyService: UnitInterest = (unit) => unit.endsWith(".service");

/**
 * Every method fails with a UnitsError. One that changes a unit resolves after
 * the watchers were told of the state that it returns.
 */
export interface Units {
  /** Never fails for a unit that is unknown: its loadState is `not-found`. */
  status(unit: UnitName): Promise<UnitStatus>;
  /** The loaded units that match one of the glob patterns, fnmatch(3). */
  list(patterns: readonly string[]): Promise<readonly UnitStatus[]>;
  /** The arguments of the unit's main program, its path first; empty when there is none. */
  commandLine(unit: UnitName): Promise<readonly string[]>;
  /** Starts the unit and waits for the job. A running unit is left alone. */
  start(unit: UnitName): Promise<UnitStatus>;
  /** Asks for the start and does not wait: for targets that end this machine. */
  startNoWait(unit: UnitName): Promise<void>;
  /** Waits until the unit has stopped; a frozen unit is thawed first. */
  stop(unit: UnitName): Promise<UnitStatus>;
  /** SIGKILL to every process of the unit, then waits until it has ended. */
  kill(unit: UnitName): Promise<UnitStatus>;
  freeze(unit: UnitName): Promise<UnitStatus>;
  thaw(unit: UnitName): Promise<UnitStatus>;
  /**
   * Starts a transient unit and waits until its program is executed. A program
   * that has ended since then is answered as what it ended as.
   */
  startTransient(spec: TransientUnit): Promise<UnitStatus>;
  /** Makes a failed unit's name free again; nothing happens to others. */
  resetFailed(unit: UnitName): Promise<void>;
  /**
   * Calls `listener` after every change of a unit that is of interest, in order
   * and without repeats. What changes faster than it can be told is told once.
   * @returns what ends that
   */
  watch(
    listener: (change: UnitChange) => void,
    interest?: UnitInterest,
  ): () => void;
  /** Ends the adapter; the local supervisor stops its units in order first. */
  close(): Promise<void>;
}

export type UnitsErrorCode =
  /** The unit is not known to the manager. */
  | "no-such-unit"
  /** The job ended with a result other than done; `result` is systemd's word. */
  | "job-failed"
  /** A transient unit of that name exists already. */
  | "unit-exists"
  /** This manager or unit cannot do that. */
  | "not-supported"
  /** The manager refused the caller. */
  | "denied"
  /** The manager did not answer in time. */
  | "timeout"
  /** The manager cannot be reached. */
  | "unavailable";

/** What an adapter throws. The message is safe to show. */
export class UnitsError extends Error {
  readonly code: UnitsErrorCode;
  readonly unit: string;
  readonly result: string | undefined;

  constructor(
    code: UnitsErrorCode,
    unit: string,
    message: string,
    options: { readonly result?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "UnitsError";
    this.code = code;
    this.unit = unit;
    this.result = options.result;
  }
}
