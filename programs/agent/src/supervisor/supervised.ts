/** Local supervisors for tests: real keepers and processes, with units that say only what matters. */

import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import type { ResolvedSupervisedUnit } from "@ghaf/api/config";
import { createLogger } from "@ghaf/daemon";
import type { Clock } from "../clock.ts";
import { FakeClock } from "../fake-clock.ts";
import { unitName } from "../systemd/contract/rig.ts";
import { until } from "../systemd/contract/until.ts";
import {
  LocalSupervisor,
  type LocalSupervisorOptions,
} from "./local-supervisor.ts";

export const KEEPER = [
  process.execPath,
  fileURLToPath(new URL("./keeper-main.js", import.meta.url)),
] as const;

const realClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** What units have in common. */
export const PLAIN = {
  autostart: false,
  // Long: who ends when asked to is not killed for being paused.
  stopTimeoutSec: 60,
  stopOrder: 0,
  type: "simple",
  startTimeoutSec: 90,
  restart: "no",
  successExitStatus: [],
  restartExitStatus: [],
  after: [],
  freezer: undefined,
} as const;

/** A unit that is a shell script. */
export function scripted(
  name: string,
  script: string,
  more: Partial<ResolvedSupervisedUnit> = {},
): ResolvedSupervisedUnit {
  const command = ["/bin/sh", "-c", script] as const;
  return {
    ...PLAIN,
    name: unitName(name),
    command,
    description: name,
    ...more,
  };
}

export function makeSupervisor(
  units: readonly ResolvedSupervisedUnit[],
  more: Partial<LocalSupervisorOptions> = {},
): LocalSupervisor {
  return new LocalSupervisor({
    units,
    keeper: KEEPER,
    logFolder: undefined,
    environment: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    clock: realClock,
    logger: createLogger({ level: "error", journal: false, write() {} }),
    onPoweroff: () => assert.fail("no power target was started"),
    ...more,
  });
}

/** Closed when the test has ended, however it did. */
export function supervise(
  t: TestContext,
  ...made: Parameters<typeof makeSupervisor>
): LocalSupervisor {
  const units = makeSupervisor(...made);
  t.after(() => closeInTime(units, made[1]?.clock));
  return units;
}

/** A clock that stands still would keep waiting what is being stopped. */
async function closeInTime(
  units: LocalSupervisor,
  clock: Clock | undefined,
): Promise<void> {
  let isClosed = false;
  const closed = units.close().finally(() => {
    isClosed = true;
  });
  while (clock instanceof FakeClock && !isClosed) await clock.advance(100);
  await closed;
}

/** Waits for a state, `active/running`. */
export async function untilIs(
  units: LocalSupervisor,
  name: string,
  state: string,
): Promise<void> {
  await until(`${name} is ${state}`, async () =>
    (await stateOf(units, name)) === state ? true : undefined,
  );
}

export async function stateOf(
  units: LocalSupervisor,
  name: string,
): Promise<string> {
  const { activeState, subState } = await units.status(unitName(name));
  return `${activeState}/${subState}`;
}
