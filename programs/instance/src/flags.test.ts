/** The command line of ghaf-instance. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFlags } from "./flags.ts";

test("a folder is what it runs in", () => {
  assert.deepEqual(parseFlags(["run", "/a"]), { kind: "run", folder: "/a" });
  assert.deepEqual(parseFlags(["--help"]), { kind: "help" });
  assert.deepEqual(parseFlags(["--version"]), { kind: "version" });
});

for (const words of [[], ["run"], ["run", "a", "b"], ["walk", "a"], ["--x"]]) {
  test(`${JSON.stringify(words)} is refused`, () => {
    assert.throws(() => parseFlags(words), { code: "usage" });
  });
}
