/** The lock file of a configuration that several commands open at once. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseLock } from "@ghaf/plan";
import { createProject, deviceText } from "../ghaf/fake-project.ts";
import { createSurface } from "../ghaf/surface.ts";
import { openPlan } from "./open-plan.ts";

test("neither of two that allocate at once loses what the other has", async (t) => {
  const files = { "a.json": deviceText("x"), "b.json": deviceText("y") };
  const project = createProject(t, files);
  const io = { folder: project.folder };
  const told: string[] = [];
  const output = {
    isTerminal: false,
    write: async (text: string) => void told.push(text),
  };
  const surface = createSurface({}, output, output);
  const env = { XDG_CACHE_HOME: `${project.folder}/../cache` };
  const open = (name: string) =>
    openPlan(
      `${project.folder}/${name}`,
      { env, io, surface },
      { isWriter: true },
    );
  const [a, b, again] = await Promise.all(
    ["a.json", "b.json", "a.json"].map(open),
  );
  const kept = parseLock(project.read("ghaf.lock.json")).allocation;
  for (const { allocation } of [a, b, again].filter(
    (one) => one !== undefined,
  )) {
    assert.equal(allocation.device, kept.device, told.join(""));
    for (const [name, vm] of allocation.vms) {
      assert.deepEqual(kept.vms.get(name), vm, name);
    }
  }
  const addresses = [...kept.vms.values()].map(({ address }) => address);
  assert.equal(new Set(addresses).size, addresses.length);
  for (const vm of ["x-vm", "y-vm"]) assert.ok(kept.vms.has(vm));
});
