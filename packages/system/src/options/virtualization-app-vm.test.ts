/** Application VMs: what one is when little is said, and that lists of them can be handed on with everything in them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluate, evaluateKept, force, module } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";
import { guestOptions } from "../guest/guest-options.ts";
import { type PlatformConfig, platformOptions } from "./platform-options.ts";
import type { AppVmDefinition } from "./virtualization-app-vm.ts";

const handedOn = defineModule({
  imports: [module({ options: platformOptions })],
  ghaf: {
    virtualization: {
      microvm: {
        appvm: { vms: (c) => c.ghaf.reference.appvms["enabled-app-vms"] },
      },
    },
  },
});

function evaluated(...vms: readonly AppVmDefinition[]) {
  const given = defineModule({
    ghaf: { reference: { appvms: { "enabled-app-vms": vms } } },
  });
  const evaluation = evaluate<PlatformConfig>([handedOn, given]);
  evaluation.readAll();
  return evaluation;
}

test("a VM of a list that is handed on has all it was given, and the defaults of the rest", () => {
  const evaluation = evaluated({
    ...{ name: "draw", ramMb: 512, cores: 1, packages: ["gimp"] },
    applications: [{ name: "gimp", command: "gimp", title: "Draw" }],
    extraModules: [{ microvm: { mem: force(640) } }, { packages: ["fonts"] }],
  });
  assert.deepEqual(evaluation.problems(), []);
  const [vm] = evaluation.config.ghaf.virtualization.microvm.appvm.vms;
  assert.ok(vm !== undefined);
  const { name, cid, macAddress, borderColor, vtpm, applications } = vm;
  assert.deepEqual(
    { name, cid, macAddress, borderColor, vtpm: vtpm.enable },
    {
      ...{ name: "draw", cid: 0, macAddress: null },
      ...{ borderColor: null, vtpm: false },
    },
  );
  assert.equal(applications[0]?.launcher, true);
  const base = module({ config: { microvm: { mem: vm.ramMb } } as object });
  const guest = evaluateKept({
    ...{ options: guestOptions, base: [base], kept: vm.extraModules },
    path: "ghaf.virtualization.microvm.appvm.vms[0].extraModules",
  });
  guest.readAll();
  assert.deepEqual(guest.problems(), []);
  assert.equal(guest.config.microvm.mem, 640);
  assert.deepEqual(guest.config.packages, ["fonts"]);
});

test("what is wrong with a VM of such a list is found where it is handed on", () => {
  const paths = evaluated(
    { name: "net", ramMb: 512, cores: 1 },
    { name: "draw", ramMb: 512, cores: 0 },
    // @ts-expect-error no option of an application VM
    { name: "paint", ramMb: 512, cores: 1, colour: "red" },
    { name: "sing", cores: 1 },
  )
    .problems()
    .map(({ code, path }) => `${code} ${path.split(".").slice(4).join(".")}`);
  assert.deepEqual(paths.sort(), [
    "missing-value vms[3].ramMb",
    "unknown-option vms[2].colour",
    "wrong-type vms[0].name",
    "wrong-type vms[1].cores",
  ]);
});
