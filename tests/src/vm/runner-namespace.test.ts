/** ghaf-runner where `ghaf up` has it: in a namespace of processes, below its first one, without standard input. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { until } from "../process/until.ts";
import { fieldOf, isRunning, qemuIn, startRunner } from "./runner-program.ts";
import { guests, stateDir } from "./state-dir.ts";

/** The first process outlives the runner, which is a child of a child of it. */
const INSIDE = [
  ...["unshare", "--pid", "--fork", "--kill-child=SIGKILL", "--mount-proc"],
  ...[
    "--",
    "sh",
    "-c",
    'sh -c \'"$@" </dev/null; :\' sh "$@"; sleep 600',
    "sh",
  ],
];

/** The processes as this test sees them. */
async function started(t: TestContext) {
  const folder = await stateDir(t, { guest: guests.halted });
  const tree = startRunner(t, folder, INSIDE);
  await tree.said("QEMU runs");
  const [qemu = 0] = qemuIn(folder);
  const runner = Number(fieldOf(qemu, "PPid:"));
  return { folder, tree, qemu, runner };
}

test("QEMU dies with a runner that is killed", async (t) => {
  const { tree, qemu, runner } = await started(t);
  process.kill(runner, "SIGKILL");
  await until("QEMU is gone", () => !isRunning(qemu));
  await tree.kill();
});

test("a runner stops its VM in order", async (t) => {
  const { folder, tree, qemu, runner } = await started(t);
  process.kill(runner, "SIGTERM");
  await until("both are gone", () => !isRunning(runner) && !isRunning(qemu));
  const status = JSON.parse(
    await readFile(join(folder, "status.json"), "utf8"),
  );
  assert.equal(status.outcome.kind, "stopped");
  await tree.kill();
});

test("nothing outlives the namespace", async (t) => {
  const { tree, qemu, runner } = await started(t);
  await tree.kill();
  await until("both are gone", () => !isRunning(runner) && !isRunning(qemu));
});
