/** What each layout leaves of a device that would have everything (spec S02). */

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { force } from "@ghaf/module-system";
import { defineSystem, type SystemDefinition } from "../define-system.ts";
import { evaluateSystem } from "../evaluate-system.ts";
import type { Layout, System } from "../machine/system.ts";

/** The laptop with everything that the trial has on request. */
function laptop(layout: Layout, more: SystemDefinition = {}): System {
  const { system, problems } = evaluateSystem(
    defineSystem({
      imports: [defineSystem(more)],
      ghaf: {
        layout,
        reference: { profiles: { "mvp-user-trial": { enable: true } } },
      },
    }),
  );
  const errors = problems.filter(({ level }) => level === "error");
  assert.deepEqual(errors, []);
  assert.ok(system);
  return system;
}

test("the layout default leaves everything", () => {
  const { vms, desktop } = laptop("default");
  assert.deepEqual(
    vms.map(({ name }) => name),
    [
      ...["admin-vm", "audio-vm", "business-vm", "chrome-vm", "comms-vm"],
      ...["gala-vm", "gui-vm", "net-vm", "zathura-vm"],
    ],
  );
  assert.equal(desktop?.machine, "gui-vm");
});

test("headless has no gui-vm and nothing that draws", () => {
  const system = laptop("headless");
  assert.equal(
    system.vms.find(({ role }) => role === "gui"),
    undefined,
  );
  assert.equal(system.desktop, null);
  assert.equal(system.host.splash, false);
  for (const vm of system.vms) {
    assert.equal(vm.windows, null);
    assert.ok(!vm.packages.includes("waypipe"));
    const words = vm.applications.flatMap(({ argv }) => argv);
    assert.ok(!words.some((word) => word.endsWith("/run-waypipe")));
    assert.ok(!vm.openings.some(({ from }) => from === "gui-vm"));
    assert.ok(!vm.startsAfter.includes("gui-vm"));
  }
});

test("host-only has neither VMs nor a screen nor what serves them", () => {
  const system = laptop("host-only");
  assert.deepEqual(system.vms, []);
  assert.equal(system.desktop, null);
  assertNoTraceOfVms(system);
});

test("native has no VMs, and runs its applications on the host", () => {
  const system = laptop("native");
  assert.deepEqual(system.vms, []);
  assertNoTraceOfVms(system);
  assert.equal(system.desktop?.machine, "ghaf-host");
  const launchers = system.desktop?.launchers ?? [];
  assert.ok(launchers.some(({ name }) => name === "Firefox"));
  assert.ok(launchers.every(({ vm }) => vm === null));
  assert.ok(launchers.every(({ argv }) => !argv[0]?.includes("givc")));
  assert.ok(system.host.packages.includes("firefox-esr"));
});

function assertNoTraceOfVms({ host, network, controlPlane, logging }: System) {
  assert.equal(host.runsVms, false);
  assert.equal(host.hotplug, null);
  assert.equal(host.sharedDirectory, null);
  assert.equal(host.agent, null);
  assert.equal(network.bridge, null);
  assert.equal(controlPlane, null);
  assert.equal(logging, null);
}

test("a person who contradicts the layout is told", () => {
  const asked: readonly SystemDefinition[] = [
    { ghaf: { virtualization: { microvm: { guivm: { enable: true } } } } },
    {
      ghaf: { virtualization: { microvm: { guivm: { enable: force(true) } } } },
    },
  ];
  for (const definition of asked) {
    const { system, problems } = evaluateSystem(
      defineSystem({
        imports: [defineSystem(definition)],
        ghaf: {
          layout: "headless",
          virtualization: { "microvm-host": { enable: true } },
        },
      }),
    );
    assert.equal(system, undefined);
    const paths = problems
      .filter(({ level }) => level === "error")
      .map(({ path }) => path);
    assert.ok(paths.includes("ghaf.virtualization.microvm.guivm.enable"));
  }
});
