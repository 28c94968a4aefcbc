/** What status.json of a state directory says: how far a VM is and how its last run ended. */

import { isObject } from "../qmp/message.ts";
import type { Accelerator } from "../spec/launch-spec.ts";

export type Phase =
  /** What QEMU needs is being made. */
  | "preparing"
  /** QEMU runs; the guest has not said READY. */
  | "booting"
  | "ready"
  /** The guest's processors stand still. */
  | "paused"
  | "stopping"
  /** No QEMU is left of it. */
  | "ended";

export interface VmStatus {
  readonly version: 1;
  readonly vm: string;
  readonly phase: Phase;
  /** What the guest said last of itself: printable, one line. */
  readonly status: string;
  /** When the phase began. All times are milliseconds since 1970. */
  readonly sinceUnixMs: number;
  /** When the runner did. */
  readonly startedUnixMs: number;
  readonly readyUnixMs: number | null;
  readonly accelerator: Accelerator | null;
  readonly runnerPid: number;
  readonly qemuPid: number | null;
  /** The image that `current` led to. */
  readonly image: string | null;
  /** What the file `revision` said, by which others tell whether it runs as configured now. */
  readonly revision: string | null;
  readonly outcome: StatusOutcome | null;
  /** How it was stopped: a StopReport. */
  readonly stop: unknown;
}

export interface StatusOutcome {
  readonly kind:
    | "stopped"
    | "powered-off"
    | "rebooted"
    | "crashed"
    | "not-ready"
    /** It was not started. */
    | "failed";
  /** A clause for people. */
  readonly reason: string;
}

/** In the state directory. */
export const STATUS_FILE = "status.json";

/** @returns undefined for what no runner of this version wrote */
export function parseStatus(untrusted: string): VmStatus | undefined {
  try {
    const value: unknown = JSON.parse(untrusted);
    return isStatus(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Who may write the file is who runs the VM: only its version is looked at. */
function isStatus(value: unknown): value is VmStatus {
  return (
    isObject(value) &&
    value["version"] === 1 &&
    typeof value["vm"] === "string" &&
    typeof value["phase"] === "string" &&
    typeof value["runnerPid"] === "number"
  );
}
