/** What the contract asks of whoever runs it: the units, and a hand outside of them. */

import type { UnitName } from "@ghaf/api";
import type { Units } from "../units.ts";
import type { Command } from "./programs.ts";

/** A unit that the manager is to know before the contract begins. */
export interface ContractUnit {
  readonly name: UnitName;
  readonly command: Command;
  readonly description: string;
  readonly stopTimeoutSec: number;
  /** Absent: `simple`. */
  readonly type?: "notify";
  readonly startTimeoutSec?: number;
  /** Absent: never. The first time after a second at least. */
  readonly restart?: "on-failure";
  readonly successExitStatus?: readonly number[];
  readonly restartExitStatus?: readonly number[];
}

export interface ContractSubject {
  readonly units: Units;
  readonly outside:
    | {
        readonly kind: "processes";
        /** SIGKILL to the process that knows itself by this id. */
        kill(processId: number): Promise<void>;
      }
    /** Programs are words; `exit` ends one, a code other than 0 makes it failed. */
    | { readonly kind: "states"; exit(unit: UnitName, code: number): void };
  /** Ends the adapter and whatever was started for it. */
  end(): Promise<void>;
}

export type MakeSubject = (
  units: readonly ContractUnit[],
) => Promise<ContractSubject>;
