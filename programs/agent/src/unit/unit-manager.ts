/**
 * What the verbs on units mean: which units they reach, when they wait, and what
 * is answered for a unit that is no more (specification 1.15, 2.9).
 */

import {
  type AgentUnit,
  endedStatus,
  hasEnded,
  quote,
  type UnitName,
  type UnitStatus,
} from "@ghaf/api";
import { AgentError } from "../errors.ts";
import { type Units, UnitsError } from "../systemd/units.ts";
import type { AllowList } from "./allow-list.ts";
import { explain } from "./failure.ts";
import { ownStatus } from "./own-status.ts";

export interface UnitManagerOptions {
  readonly own: AgentUnit;
  readonly units: Units;
  readonly allowList: AllowList;
  /** True for an instance of an application of the manifest. */
  readonly isApplication: (unit: string) => boolean;
}

/** Every verb takes the name as the caller sent it, and throws AgentError. */
export interface UnitManager {
  status(untrustedName: string): Promise<UnitStatus>;
  /** A running unit is left alone: start is never a restart. */
  start(untrustedName: string): Promise<UnitStatus>;
  stop(untrustedName: string): Promise<UnitStatus>;
  kill(untrustedName: string): Promise<UnitStatus>;
  freeze(untrustedName: string): Promise<UnitStatus>;
  unfreeze(untrustedName: string): Promise<UnitStatus>;
}

/** Targets that end or suspend this machine, systemd.special(7): their job outlives the answer. */
const MACHINE_TARGETS: ReadonlySet<string> = new Set([
  "exit.target",
  "halt.target",
  "hibernate.target",
  "hybrid-sleep.target",
  "kexec.target",
  "poweroff.target",
  "reboot.target",
  "soft-reboot.target",
  "suspend-then-hibernate.target",
  "suspend.target",
]);

export function createUnitManager(options: UnitManagerOptions): UnitManager {
  const { units } = options;
  const verb =
    (word: string, act: (unit: UnitName) => Promise<UnitStatus>) =>
    async (untrustedName: string) => {
      try {
        return await act(options.allowList.check(untrustedName));
      } catch (error) {
        throw explain(`cannot ${word} unit`, error);
      }
    };
  const end = (act: (unit: UnitName) => Promise<UnitStatus>) => {
    return (unit: UnitName) => endUnit(options, unit, act);
  };
  return {
    status: (untrustedName) => readStatus(options, untrustedName),
    start: verb("start", (unit) => startUnit(units, unit)),
    stop: verb(
      "stop",
      end((unit) => units.stop(unit)),
    ),
    kill: verb(
      "kill",
      end((unit) => units.kill(unit)),
    ),
    freeze: verb("freeze", (unit) => units.freeze(unit)),
    unfreeze: verb("unfreeze", (unit) => units.thaw(unit)),
  };
}

async function readStatus(
  { own, units, allowList }: UnitManagerOptions,
  untrustedName: string,
): Promise<UnitStatus> {
  try {
    const unit = allowList.check(untrustedName);
    const told = await units.status(unit);
    return unit === own ? ownStatus(own, told) : told;
  } catch (cause) {
    // The admin and its clients rely on this text and on NotFound, whatever the reason.
    throw new AgentError(
      "not-found",
      `error fetching unit status: ${printable(untrustedName)}`,
      { value: untrustedName, cause },
    );
  }
}

async function startUnit(units: Units, unit: UnitName): Promise<UnitStatus> {
  if (!MACHINE_TARGETS.has(unit)) return units.start(unit);
  const before = await units.status(unit);
  await units.startNoWait(unit);
  return before;
}

/** Whoever asks for an end has it when the unit is gone, before or after the verb. */
async function endUnit(
  { isApplication }: UnitManagerOptions,
  unit: UnitName,
  act: (unit: UnitName) => Promise<UnitStatus>,
): Promise<UnitStatus> {
  try {
    const status = await act(unit);
    // However an application ended, nothing of it stays: failed is not an answer.
    const over = isApplication(unit) && hasEnded(status);
    return over || status.loadState === "not-found"
      ? endedStatus(unit, status.description)
      : status;
  } catch (error) {
    const gone = error instanceof UnitsError && error.code === "no-such-unit";
    if (gone && isApplication(unit)) return endedStatus(unit);
    throw error;
  }
}

/** As it came where that cannot do harm in a log or a terminal. */
function printable(untrusted: string): string {
  return /^[\x21-\x7e]{1,255}$/.test(untrusted) ? untrusted : quote(untrusted);
}
