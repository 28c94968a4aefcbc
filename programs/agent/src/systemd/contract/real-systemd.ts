/** Declares tests that need a real systemd: skipped aloud where there can be none, failed there in CI. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { missingForPrivateManager } from "../private-manager.ts";
import type { ContractUnit } from "./subject.ts";

/** @param declare declares the tests; not called where they cannot run */
export function describeRealSystemd(name: string, declare: () => void): void {
  const missing = missingForPrivateManager();
  if (missing === undefined) {
    describe(name, declare);
    return;
  }
  test(`${name}: ${missing}`, (t) => {
    assert.notEqual(process.env["CI"], "true", missing);
    console.error(`SKIPPED, no real systemd was tested: ${missing}`);
    t.skip(missing);
  });
}

/** Unit files by their names, for `startPrivateManager`. */
export function unitFiles(
  units: readonly ContractUnit[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(units.map((unit) => [unit.name, unitFile(unit)]));
}

/**
 * How long a unit waits for its next start. Longer than whoever is told of the
 * waiting may be paused: changes that are read in one go are told as one.
 */
const RESTART_SEC = 5;

function unitFile(unit: ContractUnit): string {
  const { startTimeoutSec, restart = "no" } = unit;
  const { successExitStatus = [], restartExitStatus = [] } = unit;
  return `[Unit]
Description=${unit.description}
StartLimitIntervalSec=0
[Service]
Type=${unit.type ?? "exec"}
NotifyAccess=all
TimeoutStartSec=${startTimeoutSec ?? ""}
TimeoutStopSec=${unit.stopTimeoutSec}
Restart=${restart}
RestartSec=${RESTART_SEC}
SuccessExitStatus=${successExitStatus.join(" ")}
RestartForceExitStatus=${restartExitStatus.join(" ")}
ExecStart=${unit.command.map(execWord).join(" ")}
`;
}

/** systemd.service(5), "Command lines". */
function execWord(word: string): string {
  const escaped = word
    .replace(/[\\"]/g, "\\$&")
    .replaceAll("$", "$$$$")
    .replaceAll("%", "%%");
  return `"${escaped}"`;
}
