/** Unit states: the questions of the specification's section 2.6, and the message round trip. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { UnitStatusSchema } from "./gen/systemd/systemd_pb.ts";
import {
  endedStatus,
  hasEnded,
  isFrozen,
  isRunning,
  readUnitStatus,
  sameStatus,
  type UnitStatus,
  writeUnitStatus,
} from "./unit-status.ts";

const text = fc.string({ unit: "grapheme", maxLength: 10 });
const status: fc.Arbitrary<UnitStatus> = fc.record(
  {
    name: text,
    description: text,
    loadState: fc.constantFrom("loaded", "not-found", "masked"),
    activeState: fc.constantFrom(
      "active",
      "activating",
      "deactivating",
      "inactive",
      "failed",
    ),
    subState: fc.constantFrom(
      "running",
      "exited",
      "dead",
      "start-pre",
      "auto-restart",
    ),
    path: text,
    freezerState: fc.constantFrom(
      "running",
      "frozen",
      "freezing",
      "thawing",
      "error",
    ),
  },
  { noNullPrototype: true },
);

const RUNNING: UnitStatus = {
  name: "foot@0.service",
  description: "Application service for foot",
  loadState: "loaded",
  activeState: "active",
  subState: "running",
  path: "/org/freedesktop/systemd1/unit/foot_400_2eservice",
  freezerState: "running",
};

test("a status goes over the wire and comes back", () => {
  fc.assert(
    fc.property(status, (value) => {
      const sent = create(UnitStatusSchema, writeUnitStatus(value));
      const received = fromBinary(
        UnitStatusSchema,
        toBinary(UnitStatusSchema, sent),
      );
      assert.deepEqual(readUnitStatus(received), value);
    }),
  );
});

test("a unit is at most one of running, frozen and ended by its active state", () => {
  fc.assert(
    fc.property(status, (value) => {
      assert.ok(!(isRunning(value) && isFrozen(value)));
      assert.ok(!(isRunning(value) && hasEnded(value)));
    }),
  );
});

test("the same status is the same, and differs when one field does", () => {
  const field = fc.constantFrom(
    ...(Object.keys(RUNNING) as (keyof UnitStatus)[]),
  );
  fc.assert(
    fc.property(status, field, (value, changed) => {
      assert.ok(sameStatus(value, { ...value }));
      const other = { ...value, [changed]: `${value[changed]}x` };
      assert.ok(!sameStatus(value, other));
      assert.ok(!sameStatus(other, value));
    }),
  );
});

for (const [what, change, running, frozen, ended] of [
  ["up", {}, true, false, false],
  ["paused", { freezerState: "frozen" }, false, true, false],
  ["on its way to a pause", { freezerState: "freezing" }, true, false, false],
  ["of unreadable freezer", { freezerState: "error" }, true, false, false],
  ["a finished one-shot", { subState: "exited" }, false, false, false],
  [
    "starting",
    { activeState: "activating", subState: "start-pre" },
    false,
    false,
    false,
  ],
  [
    "stopping",
    { activeState: "deactivating", subState: "stop-sigterm" },
    false,
    false,
    false,
  ],
  [
    "stopped",
    { activeState: "inactive", subState: "dead" },
    false,
    false,
    true,
  ],
  ["failed", { activeState: "failed", subState: "failed" }, false, false, true],
  ["masked", { loadState: "masked" }, false, false, false],
] as const) {
  test(`a unit that is ${what}`, () => {
    const value = { ...RUNNING, ...change };
    assert.deepEqual(
      [isRunning(value), isFrozen(value), hasEnded(value)],
      [running, frozen, ended],
    );
  });
}

test("the made-up status of a unit that is gone is what the reference calls exited", () => {
  const gone = endedStatus("foot@0.service", "Exited");
  assert.ok(hasEnded(gone));
  assert.deepEqual(
    [gone.name, gone.description, gone.activeState, gone.subState],
    ["foot@0.service", "Exited", "inactive", "dead"],
  );
});
