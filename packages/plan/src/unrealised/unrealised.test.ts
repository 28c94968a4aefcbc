/** What is said of options, without looking at any description. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { effectOfOption, UNREALISED } from "./index.ts";

test("an option that something reads has places and no reason", () => {
  const { feeds, unrealised } = effectOfOption("ghaf.layout");
  assert.ok(feeds.includes("<vm>:/etc/hosts"));
  assert.equal(unrealised, undefined);
  assert.deepEqual(effectOfOption("ghaf.checks.waive").feeds, ["ghaf check"]);
});

test("what nothing reads has the reason of the group that is listed", () => {
  for (const { options, reason } of UNREALISED) {
    for (const option of options) {
      const inside = effectOfOption(`${option}.inside`);
      assert.deepEqual(inside, { feeds: [], unrealised: reason });
      assert.deepEqual(effectOfOption(option), inside);
    }
  }
});

test("a group has what its options have", () => {
  const group = effectOfOption("ghaf.networking.hosts");
  for (const option of ["enable", "entries.*.name"]) {
    const { feeds } = effectOfOption(`ghaf.networking.hosts.${option}`);
    assert.ok(feeds.every((place) => group.feeds.includes(place)));
  }
  const sound = effectOfOption("ghaf.hardware.nvidia.orin.optee");
  assert.match(sound.unrealised ?? "", /Jetson/);
});

test("of names that begin alike, and of strange ones, nothing is said", () => {
  for (const name of ["ghaf.lay", "ghaf.shmem", "acme.kiosk.enable", ""]) {
    assert.deepEqual(effectOfOption(name), { feeds: [] });
  }
});
