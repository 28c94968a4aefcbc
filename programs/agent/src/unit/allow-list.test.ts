import assert from "node:assert/strict";
import { test } from "node:test";
import { agentUnit, parseUnitName } from "@ghaf/api";
import fc from "fast-check";
import { AgentError, type AgentErrorCode } from "../errors.ts";
import { createAllowList } from "./allow-list.ts";

const list = createAllowList({
  own: agentUnit("app-vm"),
  units: [parseUnitName("sync.service"), parseUnitName("poweroff.target")],
  applications: ["foot", "chromium"],
});

const refusal = (name: string): AgentErrorCode | undefined => {
  try {
    assert.equal(list.check(name), name);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof AgentError, String(error));
    return error.code;
  }
};

test("the own unit, the configured units and numbered applications are allowed", () => {
  for (const name of [
    "givc-app-vm.service",
    "sync.service",
    "poweroff.target",
    "foot@0.service",
    "chromium@42.service",
    // A literal reading of the rule: a whitelisted string, then an instance.
    "sync.service@3.service",
  ]) {
    assert.equal(refusal(name), undefined, name);
  }
});

test("what only resembles an allowed name is not allowed", () => {
  for (const name of [
    "sync.socket",
    "xsync.service",
    "sync.servicex.service",
    "foot.service",
    "foot@a.service",
    "foot@0.socket",
    "xfoot@0.service",
    "foo@0.service",
    "givc-other.service",
    "reboot.target",
    "FOOT@0.service",
  ]) {
    assert.equal(refusal(name), "not-allowed", name);
  }
});

test("what is no unit name is told apart", () => {
  for (const name of [
    "",
    "foot",
    "sync.service\n",
    "../sync.service",
    "foot@0.service\0",
    "foot@0@1.service",
    "*.service",
    "a".repeat(300),
  ]) {
    assert.equal(refusal(name), "invalid-request", JSON.stringify(name));
  }
});

test("nothing is allowed that is not in the set or a numbered instance of it", () => {
  const parts = fc.constantFrom(
    ...["foot", "sync", ".service", "@", "0", "12", ".target", "/", "x", "-"],
  );
  const names = fc.oneof(
    fc.string(),
    fc.array(parts, { maxLength: 7 }).map((words) => words.join("")),
  );
  const base =
    "(givc-app-vm\\.service|sync\\.service|poweroff\\.target|foot|chromium)";
  const rule = new RegExp(
    `^(givc-app-vm\\.service|sync\\.service|poweroff\\.target|${base}@\\d+\\.service)$`,
  );
  fc.assert(
    fc.property(names, (name) => {
      assert.equal(refusal(name) === undefined, rule.test(name));
    }),
    { numRuns: 2_000 },
  );
});

test("every number of an application is allowed", () => {
  fc.assert(
    fc.property(fc.nat(), (instance) => {
      assert.equal(refusal(`foot@${instance}.service`), undefined);
    }),
  );
});
