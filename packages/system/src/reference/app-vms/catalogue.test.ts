/** The application VMs of the catalogue, one by one and together (spec 2.5, 2.7). */

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { defineSystem } from "../../define-system.ts";
import { evaluateSystem } from "../../evaluate-system.ts";
import { referenceAppVms } from "./catalogue.ts";

function vmsWith(names: readonly string[]) {
  const chosen = Object.fromEntries(names.map((name) => [name, true]));
  const { system, problems } = evaluateSystem(
    defineSystem({
      ghaf: {
        reference: {
          appvms: { enable: true, ...chosen },
          profiles: { "laptop-x86": { enable: true } },
        },
      },
    }),
  );
  const errors = problems.filter(({ level }) => level === "error");
  assert.deepEqual(errors, []);
  return system?.vms.filter(({ role }) => role === "app") ?? [];
}

test("each one can be chosen by itself", () => {
  for (const { name } of referenceAppVms) {
    assert.deepEqual(
      vmsWith([name]).map((vm) => vm.name),
      [name],
    );
  }
});

test("all of them together have what the reference gives them", () => {
  const vms = vmsWith(referenceAppVms.map(({ name }) => name));
  const facts = vms.map((vm) => [
    ...[vm.name, vm.hypervisor.memory.size, vm.hypervisor.vcpu],
    ...[vm.windows?.borderColour, vm.vtpm, vm.sound !== null],
    vm.storage?.name,
  ]);
  assert.deepEqual(facts, [
    ["business-vm", 6144, 4, "#218838", true, true, "business"],
    ["chrome-vm", 6144, 4, "#630505", true, true, "chrome"],
    ["chromium-vm", 6144, 4, "#b83232", true, true, "chromium"],
    ["comms-vm", 4096, 4, "#337aff", false, true, "comms"],
    ["gala-vm", 1536, 2, "#027d7b", false, false, "gala"],
    ["zathura-vm", 512, 1, "#122263", false, false, undefined],
  ]);
  const macs = vms.map(({ pins }) => pins.mac);
  assert.equal(new Set(macs).size, vms.length);
});

test("what a caller may add is what the reference allows", () => {
  const allowed = vmsWith(referenceAppVms.map(({ name }) => name)).flatMap(
    ({ name, applications }) =>
      applications
        .filter(({ argumentKinds }) => argumentKinds.length > 0)
        .map((one) => [name, one.name, ...one.argumentKinds]),
  );
  assert.deepEqual(allowed, [
    ["business-vm", "google-chrome", "url"],
    ["chrome-vm", "google-chrome", "url", "flag"],
    ["chromium-vm", "chromium", "url", "flag"],
  ]);
});

test("commands are absolute, and their windows go to gui-vm", () => {
  for (const { applications } of vmsWith(["comms-vm", "gala-vm"])) {
    for (const { argv } of applications) {
      assert.equal(argv[0], "/usr/bin/run-waypipe");
      assert.match(argv[1] ?? "", /^\/usr\/bin\/(chromium|gala)$/);
    }
  }
});

test("inspected traffic reaches the browsers' commands", () => {
  const { system } = evaluateSystem(
    defineSystem({
      ghaf: {
        reference: {
          appvms: { enable: true, "chrome-vm": true },
          profiles: { "laptop-x86": { enable: true } },
        },
        virtualization: {
          microvm: { idsvm: { enable: true, mitmproxy: { enable: true } } },
        },
      },
    }),
  );
  const chrome = system?.vms.find(({ name }) => name === "chrome-vm");
  assert.ok(chrome?.services.includes("interceptor-trust"));
  assert.ok(chrome?.applications[0]?.argv.includes("--test-type"));
});
