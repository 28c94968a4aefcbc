/** Units that programs freeze and thaw. */

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { after, describe, test } from "node:test";
import { isFrozen, isRunning } from "@ghaf/api";
import { processId } from "../systemd/contract/programs.ts";
import { refused, unitName } from "../systemd/contract/rig.ts";
import { Scratch } from "../systemd/contract/scratch.ts";
import { until } from "../systemd/contract/until.ts";
import { scripted, supervise } from "./supervised.ts";

describe("units that programs freeze", () => {
  const scratch = new Scratch();
  const { directory } = scratch;
  after(() => scratch.end());

  const shell = (script: string) =>
    ["/bin/sh", "-c", `cd ${directory} && ${script}`] as const;

  function freezable(name: string, freeze: string, thaw: string) {
    const script = `cd ${directory} && echo $$ > ${name}.pid && exec sleep 3600`;
    const freezer = { freeze: shell(freeze), thaw: shell(thaw) };
    return scripted(name, script, { freezer });
  }

  const said = () => readFile(`${directory}/said`, "utf8");

  test("freeze and thaw run the programs once, and no signal is sent", async (t) => {
    const name = unitName("vm.service");
    const units = supervise(t, [
      freezable(name, "echo freeze >> said", "echo thaw >> said"),
    ]);
    await refused(units.freeze(name), "not-supported");
    await units.start(name);
    const id = await processId(directory, name);
    const both = await Promise.all([units.freeze(name), units.freeze(name)]);
    assert.ok(both.every(isFrozen));
    await until("it sleeps, and is not stopped", async () =>
      / S /.test(await readFile(`/proc/${id}/stat`, "utf8")) ? true : undefined,
    );
    assert.ok(isRunning(await units.thaw(name)));
    assert.equal(await said(), "freeze\nthaw\n");
    await units.freeze(name);
    assert.equal((await units.stop(name)).activeState, "inactive");
    assert.equal(await said(), "freeze\nthaw\nfreeze\nthaw\n");
    await scratch.nothingLeft();
  });

  test("a program that fails says why, in one harmless line", async (t) => {
    const name = unitName("sad.service");
    const flood = "head -c 300000 /dev/zero | tr '\\0' x >&2";
    const complaint = `printf 'no \\033[1m QMP\\nmore\\n' >&2; ${flood}; exit 5`;
    const units = supervise(t, [freezable(name, complaint, "exit 6")]);
    await units.start(name);
    const { message } = await refused(units.freeze(name), "job-failed");
    assert.equal(message, `cannot freeze ${name}: no ?[1m QMP`);
    assert.ok(isRunning(await units.status(name)));
  });

  test("a thaw that fails leaves it frozen, and a stop ends it all the same", async (t) => {
    const name = unitName("stuck.service");
    const units = supervise(t, [freezable(name, "true", "exit 6")]);
    await units.start(name);
    await units.freeze(name);
    const { message } = await refused(units.thaw(name), "job-failed");
    assert.equal(message, `cannot thaw ${name}: it ended with 6`);
    assert.ok(isFrozen(await units.status(name)));
    assert.equal((await units.stop(name)).activeState, "inactive");
    await scratch.nothingLeft();
  });

  test("a program that does not exist is a failure", async (t) => {
    const name = unitName("none.service");
    const freezer = {
      freeze: ["/no/such/program"],
      thaw: ["/no/such/program"],
    } as const;
    const units = supervise(t, [
      { ...freezable(name, "true", "true"), freezer },
    ]);
    await units.start(name);
    const { message } = await refused(units.freeze(name), "job-failed");
    assert.match(message, /there is no such program$/);
  });

  test("a unit that ends while it is frozen is not frozen, and nothing is left", async (t) => {
    const name = unitName("gone.service");
    await writeFile(`${directory}/said`, "");
    const hang = "echo begun >> said; exec sleep 3600";
    const units = supervise(t, [freezable(name, hang, "true")]);
    await units.start(name);
    const frozen = refused(units.freeze(name), "not-supported");
    await until("the program", async () =>
      (await said()) === "begun\n" ? true : undefined,
    );
    assert.equal((await units.kill(name)).activeState, "failed");
    await frozen;
    await units.close();
    await scratch.nothingLeft();
  });
});
