/** The contract of the agent's port to units, kept with the managers of the release that it ships for. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { GuestUser } from "../machine/guest.ts";
import { type Lab, openLab } from "../machine/lab.ts";
import type { Machine } from "../machine/machine.ts";

const CHECKOUT = join(import.meta.dirname, "../../..");
const IN_GUEST = "/usr/lib/ghaf-checkout";
const PROGRAM = `${IN_GUEST}/tests/dist/systemd/contract-main.js`;

describe("the units contract on a Debian machine", () => {
  let lab: Lab;
  let machine: Machine;

  before(async () => {
    lab = await openLab();
    machine = await lab.startMachine({
      name: "units-vm",
      binds: [{ from: CHECKOUT, to: IN_GUEST }],
    });
  });
  after(() => lab?.close());

  for (const [manager, user] of [
    ["system", "root"],
    ["user's", "ghaf"],
  ] as const) {
    it(`holds with the ${manager} manager`, async (t) => {
      const tests = await runContract(user);
      for (const { name, passed, report } of tests) {
        await t.test(name, () => assert.ok(passed, report));
      }
      const manager = user === "root" ? "--system" : "--user";
      const pattern = ["list-units", "--all", "--plain", "--no-legend"];
      const left = await machine.succeed(
        ["systemctl", manager, ...pattern, "ghaf-*"],
        { user },
      );
      assert.equal(left, "");
    });
  }

  /** Its tests, in the order in which they ran. */
  async function runContract(user: GuestUser) {
    const { code, stdout, stderr } = await machine.exec(
      ["node", "--enable-source-maps", "--test-reporter=tap", PROGRAM],
      { user, deadlineMs: 300_000 },
    );
    const report = `${stdout}${stderr}`;
    // The tests are the results one level down; their suite is the one on top.
    const results = [...stdout.matchAll(/^ {4}(not ok|ok) \d+ - (.+)$/gm)];
    const tests = results.map(([, word = "", name = ""]) => {
      return { name, passed: word === "ok", report };
    });
    assert.ok(tests.length > 10, report);
    const allPassed = tests.every(({ passed }) => passed);
    assert.equal(code === 0, allPassed, report);
    return tests;
  }
});
