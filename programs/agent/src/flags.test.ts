import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentError } from "./errors.ts";
import { parseFlags } from "./flags.ts";

test("flags take one dash or two, a space or an equals sign", () => {
  const wanted = { kind: "run", configFile: "/a.json", debug: true };
  for (const line of [
    ["-config", "/a.json", "-debug"],
    ["--config", "/a.json", "--debug"],
    ["-config=/a.json", "-debug=true"],
    ["--debug", "--config=/a.json"],
  ]) {
    assert.deepEqual(parseFlags(line), wanted, line.join(" "));
  }
});

test("a switch can be switched off as in Go", () => {
  assert.deepEqual(parseFlags(["-config", "true", "-debug=false"]), {
    kind: "run",
    configFile: "true",
    debug: false,
  });
});

test("without -config it is for the environment to say", () => {
  assert.deepEqual(parseFlags([]), {
    kind: "run",
    configFile: undefined,
    debug: false,
  });
});

test("help goes before version, version before work", () => {
  assert.deepEqual(parseFlags(["-h"]), { kind: "help" });
  assert.deepEqual(parseFlags(["-version", "-help"]), { kind: "help" });
  assert.deepEqual(parseFlags(["--version", "-debug"]), { kind: "version" });
  assert.deepEqual(parseFlags(["--keeper"]), { kind: "keeper" });
});

test("what is not known is refused and named", () => {
  for (const line of [["-confg", "x"], ["-config"], ["stray"], ["-debug=1"]]) {
    assert.throws(
      () => parseFlags(line),
      (error) => error instanceof AgentError && error.code === "configuration",
      line.join(" "),
    );
  }
  assert.throws(() => parseFlags(["-confg", "x"]), /confg/);
});
