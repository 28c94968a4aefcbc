import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { editDistance, nearestName } from "./nearest-name.ts";

const NAMES = ["services", "vmServices", "applications", "subType", "type"];

test("finds the name that was meant", () => {
  assert.equal(nearestName("aplications", NAMES), "applications");
  assert.equal(nearestName("serivces", NAMES), "services");
  assert.equal(nearestName("sub_type", NAMES), "subType");
  assert.equal(nearestName("VM-SERVICES", NAMES), "vmServices");
  assert.equal(nearestName("typ", NAMES), "type");
});

test("suggests nothing for a name like no other", () => {
  assert.equal(nearestName("colour", NAMES), undefined);
  assert.equal(nearestName("", NAMES), undefined);
  assert.equal(nearestName("a".repeat(100_000), NAMES), undefined);
});

test("the distance is a metric", () => {
  const word = fc.string({ maxLength: 12, unit: "binary" });
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      assert.equal(editDistance(a, a), 0);
      assert.equal(editDistance(a, b), editDistance(b, a));
      assert.ok(editDistance(a, c) <= editDistance(a, b) + editDistance(b, c));
      assert.equal(editDistance(a, b) === 0, a === b);
    }),
  );
});
