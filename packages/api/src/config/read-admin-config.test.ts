import assert from "node:assert/strict";
import { test } from "node:test";
import { readAdminConfig } from "./read-admin-config.ts";

test("flags under their names, unknown ones tolerated", () => {
  const { config, warnings } = readAdminConfig({
    listen: ["127.0.0.1:9001"],
    usetls: true,
    use_tls: false,
  });
  assert.deepEqual(config.listen, ["127.0.0.1:9001"]);
  assert.equal(config.useTls, true);
  assert.deepEqual(warnings, [
    'use_tls: unknown key, ignored; did you mean "useTls"?',
  ]);
});

test("all mistakes at once, with the file", () => {
  assert.throws(
    () => readAdminConfig({ listen: "x", vmStartTimeout: "60" }, "/a.json"),
    {
      name: "ConfigError",
      message:
        '/a.json: 2 problems:\n  listen: expected a list, got "x" (string)\n' +
        '  vmStartTimeout: expected a whole number from 0 to 4294967295, got "60" (string); leave out the quotes: 60',
    },
  );
});
