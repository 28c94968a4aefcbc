/** The adapter keeps the contract with a real systemd, and what holds for systemd alone. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createLogger } from "@ghaf/daemon";
import type { ContractUnit } from "./contract/subject.ts";
import { DbusSystemd } from "./dbus-systemd.ts";
import {
  missingForPrivateManager,
  startPrivateManager,
} from "./private-manager.ts";
import { unitsContract } from "./units-contract.ts";

const missing = missingForPrivateManager();
const logger = createLogger({
  level: "error",
  journal: false,
  write: (line) => process.stderr.write(line),
});

if (missing === undefined) {
  unitsContract("a real systemd over D-Bus", "processes", async (defined) => {
    const manager = await startPrivateManager(unitFiles(defined));
    const units = new DbusSystemd({ address: manager.address, logger });
    return {
      units,
      outside: {
        kind: "processes",
        kill: (processId) => manager.kill(processId, "KILL"),
      },
      end: async () => {
        await units.close();
        await manager.end();
      },
    };
  });
} else {
  test(`a real systemd: ${missing}`, (t) => {
    assert.notEqual(process.env["CI"], "true", missing);
    console.error(`SKIPPED, no real systemd was tested: ${missing}`);
    t.skip(missing);
  });
}

function unitFiles(
  defined: readonly ContractUnit[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    defined.map((unit) => [
      unit.name,
      `[Unit]\nDescription=${unit.description}\n[Service]\nType=exec\nTimeoutStopSec=${unit.stopTimeoutSec}\nExecStart=${unit.command.map(execWord).join(" ")}\n`,
    ]),
  );
}

/** systemd.service(5), "Command lines". */
function execWord(word: string): string {
  const escaped = word
    .replace(/[\\"]/g, "\\$&")
    .replaceAll("$", "$$$$")
    .replaceAll("%", "%%");
  return `"${escaped}"`;
}
