/** Patterns match as fnmatch(3) with FNM_NOESCAPE does. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { matchesAny } from "./unit-pattern.ts";

test("stars, question marks and sets", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["*", "a.service", true],
    ["*@*.service", "foot@0.service", true],
    ["*@*.service", "foot.service", false],
    ["foot@?.service", "foot@10.service", false],
    ["foot@[0-9].service", "foot@7.service", true],
    ["foot@[!0-9].service", "foot@7.service", false],
    ["foot@[!0-9].service", "foot@x.service", true],
    ["foot", "foot.service", false],
    ["a.service", "axservice", false],
    ["a\\x2db.service", "a\\x2db.service", true],
    ["[a", "[a", true],
    ["[]a].service", "].service", true],
    ["[z-a].service", "b.service", false],
    ["(a|b)+", "a", false],
    ["", "", true],
  ];
  for (const [pattern, unit, expected] of cases) {
    assert.equal(matchesAny([pattern])(unit), expected, `${pattern} ${unit}`);
  }
});

test("no pattern matches nothing, several match what one of them does", () => {
  assert.equal(matchesAny([])("a.service"), false);
  assert.equal(matchesAny(["x", "a*"])("a.service"), true);
});

test("a unit name is a pattern for itself alone, and no pattern is a fault", () => {
  const name = fc.stringMatching(/^[A-Za-z0-9:_.\\@-]{1,20}$/);
  fc.assert(
    fc.property(name, name, (one, other) => {
      assert.equal(matchesAny([one])(other), one === other);
    }),
  );
  fc.assert(
    fc.property(fc.string(), fc.string(), (pattern, unit) => {
      assert.equal(typeof matchesAny([pattern])(unit), "boolean");
    }),
  );
});
