/** Whether VMs that run are as their next start would make them. */

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { placesOf } from "./folders.ts";
import { currencyOf, hostCurrency, noteHostRevision } from "./revisions.ts";

const DEVICE_STARTED = 1_000;

/** A VM that was started then, from that revision; the next start would be from `b`. */
async function setUp(
  t: TestContext,
  status: { phase: string; startedUnixMs: number; revision: string },
) {
  const base = await mkdtemp(join(tmpdir(), "g-"));
  t.after(() => rm(base, { recursive: true }));
  const folder = placesOf({ GHAF_STATE_DIR: base }).instance("d");
  const dir = folder.machine("app-vm");
  await mkdir(dir, { recursive: true });
  const state = { phase: "running", port: 1, startedUnixMs: DEVICE_STARTED };
  await writeFile(join(folder.path, "state.json"), JSON.stringify(state));
  await writeFile(join(dir, "status.json"), JSON.stringify(status));
  await writeFile(join(dir, "revision"), "b");
  return () => currencyOf(folder, "app-vm");
}

for (const [what, status, expected] of [
  [
    "from the same",
    { phase: "ready", startedUnixMs: 1_500, revision: "b" },
    "current",
  ],
  [
    "from another",
    { phase: "ready", startedUnixMs: 1_500, revision: "a" },
    "outdated",
  ],
  [
    "that has ended",
    { phase: "ended", startedUnixMs: 1_500, revision: "a" },
    undefined,
  ],
  [
    "that was killed with an earlier run of the device",
    { phase: "ready", startedUnixMs: 900, revision: "a" },
    undefined,
  ],
] as const) {
  test(`a VM ${what} is ${expected ?? "not said to run"}`, async (t) => {
    const currency = await setUp(t, status);
    assert.equal(await currency(), expected);
  });
}

test("a host is outdated until it is started anew, however often that is looked at", async (t) => {
  const base = await mkdtemp(join(tmpdir(), "g-"));
  t.after(() => rm(base, { recursive: true }));
  const folder = placesOf({ GHAF_STATE_DIR: base }).instance("d");
  assert.equal(await hostCurrency(folder, "a"), "outdated");
  await noteHostRevision(folder, "a");
  assert.equal(await hostCurrency(folder, "a"), "current");
  assert.equal(await hostCurrency(folder, "b"), "outdated");
  assert.equal(await hostCurrency(folder, "b"), "outdated");
});
