/** VMs do not depend on each other: their order has no meaning, and one more changes no other. */

import { strict as assert } from "node:assert";
import { test } from "node:test";
import fc from "fast-check";
import { defineSystem } from "../define-system.ts";
import { evaluateSystem } from "../evaluate-system.ts";
import type { AppVmDefinition } from "../options/virtualization-app-vm.ts";
import type { System } from "./system.ts";
import type { Vm } from "./vm.ts";

const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((number) => `#${number.toString(16).padStart(6, "0")}`);

const appVm = fc.record({
  name: fc.constantFrom(
    ...["chrome", "gala", "zathura", "comms", "business", "chromium"],
    ...["alpha", "beta", "gamma", "delta-1", "x"],
  ),
  ramMb: fc.integer({ min: 128, max: 1024 }),
  cores: fc.integer({ min: 1, max: 8 }),
  borderColor: fc.oneof(fc.constant(null), colour),
  ghafAudio: fc.record({ enable: fc.boolean(), useTunneling: fc.boolean() }),
  vtpm: fc.record({ enable: fc.boolean() }),
  packages: fc.subarray(["foot", "zathura", "chromium"]),
  applications: fc.subarray([
    { name: "one", command: "foot" },
    { name: "two", command: "/usr/bin/zathura --fork" },
  ]),
  extraModules: fc.subarray([
    { firewall: { allow: [{ port: 8080, from: "gui-vm" }] } },
  ]),
});

const appVms = fc.uniqueArray(appVm, {
  selector: ({ name }) => name,
  maxLength: 6,
});

/** zathura-vm is the one VM that changes others: they hand documents to it. */
const independent = appVms.filter((vms) =>
  vms.every(({ name }) => name !== "zathura"),
);

function systemWith(vms: readonly AppVmDefinition[]): System {
  const { system, problems } = evaluateSystem(
    defineSystem({
      ghaf: {
        givc: { enable: true },
        logging: { client: { enable: true } },
        virtualization: {
          "microvm-host": { enable: true },
          microvm: {
            netvm: { enable: true },
            guivm: { enable: true },
            audiovm: { enable: true },
            adminvm: { enable: true },
            appvm: { enable: true, vms },
          },
        },
      },
    }),
  );
  const errors = problems.filter(({ level }) => level === "error");
  assert.deepEqual(errors, []);
  assert.ok(system);
  return system;
}

test("the order of application VMs has no meaning", () => {
  const orders = appVms.chain((vms) =>
    fc.tuple(
      fc.constant(vms),
      fc.shuffledSubarray(vms, {
        minLength: vms.length,
        maxLength: vms.length,
      }),
    ),
  );
  fc.assert(
    fc.property(orders, ([vms, shuffled]) => {
      assert.deepEqual(systemWith(vms), systemWith(shuffled));
    }),
    { numRuns: 40 },
  );
});

test("one VM more or less changes no other, but for openings to it", () => {
  const nonEmpty = independent.filter((vms) => vms.length > 0);
  fc.assert(
    fc.property(nonEmpty, ([first, ...others]) => {
      assert.ok(first);
      const name = `${first.name}-vm`;
      const all = systemWith([first, ...others]).vms;
      const kept = all.filter((vm) => vm.name !== name);
      assert.equal(kept.length, all.length - 1);
      assert.deepEqual(
        kept.map((vm) => withoutOpeningsTo(name, vm)),
        systemWith(others).vms,
      );
    }),
    { numRuns: 40 },
  );
});

function withoutOpeningsTo(name: string, vm: Vm): Vm {
  return { ...vm, openings: vm.openings.filter(({ from }) => from !== name) };
}
