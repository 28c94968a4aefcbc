import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { differences } from "./differences.ts";

test("values that changed, came and went, by path", () => {
  const before = { ghaf: { a: 1, b: [1, 2], c: { d: null }, "e.f": true } };
  const after = {
    ghaf: { a: 2, b: [2, 1], c: {}, g: { h: "x", i: [{ j: 1 }] } },
  };
  assert.deepEqual(differences(before, after), [
    { path: "ghaf.a", before: 1, after: 2 },
    { path: "ghaf.b", before: [1, 2], after: [2, 1] },
    { path: "ghaf.c.d", before: null },
    { path: 'ghaf."e.f"', before: true },
    { path: "ghaf.g.h", after: "x" },
    { path: "ghaf.g.i[0].j", after: 1 },
  ]);
});

test("items with names are compared by name, wherever they stand", () => {
  const [a, b, c] = ["a", "b", "c 1"].map((name) => ({ name, ram: 1 }));
  assert.deepEqual(differences([a, b], [{ ...b, ram: 2 }, c]), [
    { path: "[a].name", before: "a" },
    { path: "[a].ram", before: 1 },
    { path: "[b].ram", before: 1, after: 2 },
    { path: '["c 1"].name', after: "c 1" },
    { path: '["c 1"].ram', after: 1 },
  ]);
  assert.deepEqual(differences({ vms: [a, b, c] }, { vms: [c, a] }), [
    { path: "vms", before: ["a", "c 1"], after: ["c 1", "a"] },
    { path: "vms[b].name", before: "b" },
    { path: "vms[b].ram", before: 1 },
  ]);
  assert.deepEqual(differences([], [a]), [
    { path: "[a].name", after: "a" },
    { path: "[a].ram", after: 1 },
  ]);
});

test("lists without names for all are one value", () => {
  const twice = [{ name: "a" }, { name: "a" }];
  const paths = differences({ l: twice }, { l: [{ name: "a" }] });
  assert.deepEqual(paths, [
    { path: "l", before: twice, after: [{ name: "a" }] },
  ]);
});

const VALUES = fc.jsonValue();

test("nothing differs from itself, and both ways see the same paths", () => {
  fc.assert(
    fc.property(VALUES, VALUES, (one, other) => {
      assert.deepEqual(differences(one, structuredClone(one)), []);
      const there = differences(one, other).map(({ path }) => path);
      const back = differences(other, one).map(({ path }) => path);
      assert.deepEqual([...new Set(there)].sort(), [...new Set(back)].sort());
    }),
  );
});
