import assert from "node:assert/strict";
import { test } from "node:test";
import { readArguments } from "./arguments.ts";

test("without words the machine decides", () => {
  assert.deepEqual(readArguments([]), {
    ...{ kind: "tell", wish: "auto", stay: false },
  });
});

test("a person decides", () => {
  assert.deepEqual(readArguments(["--vms", "--stay"]), {
    ...{ kind: "tell", wish: "vms", stay: true },
  });
  assert.deepEqual(readArguments(["--local"]), {
    ...{ kind: "tell", wish: "local", stay: false },
  });
  assert.deepEqual(readArguments(["--help", "--local"]), { kind: "help" });
});

test("what contradicts itself or is unknown is refused", () => {
  for (const words of [["--local", "--vms"], ["--sleep"], ["vms"]]) {
    assert.equal(readArguments(words).kind, "wrong", words.join(" "));
  }
});
