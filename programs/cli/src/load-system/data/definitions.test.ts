/** Values, wrappings and places of what a file of data defines. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  after,
  before,
  byDefault,
  force,
  type SourcePath,
} from "@ghaf/module-system";
import { definitionsOf, offsetOf } from "./definitions.ts";
import { parseJson } from "./json.ts";
import { parseYaml } from "./yaml.ts";

function read(text: string) {
  const { node } = parseYaml(text);
  assert.ok(node);
  return { ...definitionsOf(node), node };
}

describe("definitionsOf", () => {
  it("makes the wrappings that have a name", () => {
    const { value, faults } = read(`
a: {$force: 1}
b: {$byDefault: {x: {$force: null}}}
c: {$before: [1, {$force: 2}]}
d: {$after: []}
e: {$other: 1}
`);
    assert.deepEqual(faults, []);
    assert.deepEqual(value, {
      a: force(1),
      b: byDefault({ x: force(null) }),
      c: before([1, force(2)]),
      d: after([]),
      e: { $other: 1 },
    });
  });

  it("refuses a wrapping beside other names", () => {
    const { faults } = read(
      "a: {x: 1, $force: 2}\nb: {$force: 1, $after: []}\n",
    );
    assert.deepEqual(
      faults.map(({ at, reason }) => [at, reason]),
      [
        [10, "has $force beside other names"],
        [25, "has $force beside other names"],
      ],
    );
  });

  it("keeps the name __proto__ a name", () => {
    const { node } = parseJson('{"__proto__": {"polluted": true}}');
    assert.ok(node);
    const value = definitionsOf(node).value as object;
    assert.deepEqual(Object.keys(value), ["__proto__"]);
    assert.ok(!("polluted" in value));
  });
});

describe("offsetOf", () => {
  const text =
    "a:\n  b: [x, {c: 1}]\n  d: {$force: {e: 2}}\nf: &f {g: 3}\nh: *f\n";
  for (const [path, found] of [
    [[], "a:"],
    [["a"], "a:"],
    [["a", "b"], "b: ["],
    [["a", "b", 0], "x,"],
    [["a", "b", 1], "{c"],
    [["a", "b", 1, "c"], "c: 1"],
    [["a", "d", "e"], "e: 2"],
    [["h"], "h: *f"],
    [["h", "g"], "g: 3"],
    [["a", "b", 7, "c"], "b: ["],
    [["a", "z", "y"], "a:"],
    [["f", "g", "deeper"], "g: 3"],
  ] as readonly (readonly [SourcePath, string])[]) {
    it(`finds ${JSON.stringify(path)}`, () => {
      assert.equal(offsetOf(read(text).node, path), text.indexOf(found));
    });
  }
});
