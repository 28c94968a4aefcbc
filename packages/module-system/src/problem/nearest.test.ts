import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "./nearest.ts";

const VMS = ["net-vm", "gui-vm", "chromium-vm", "comms-vm", "business-vm"];

test("slips of the finger are recognised, best first", () => {
  assert.deepEqual(nearest("nte-vm", VMS), ["net-vm"]);
  assert.deepEqual(nearest("chromum-vm", VMS), ["chromium-vm"]);
  assert.deepEqual(nearest("chromium", VMS), ["chromium-vm"]);
  assert.deepEqual(nearest("xet-vm", ["get-vm", "net-vm"]), [
    "get-vm",
    "net-vm",
  ]);
});

test("names that are nothing alike are not offered", () => {
  assert.deepEqual(nearest("firefox", VMS), []);
  assert.deepEqual(nearest("", VMS), []);
  assert.deepEqual(nearest("net-vm", []), []);
});

test("at most so many, each once", () => {
  const many = ["a1", "a2", "a3", "a4", "a1"];
  assert.deepEqual(nearest("a", many), ["a1", "a2", "a3"]);
  assert.deepEqual(nearest("a", many, 1), ["a1"]);
});
