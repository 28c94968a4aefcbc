import assert from "node:assert/strict";
import { test } from "node:test";
import { defineSystem } from "../define-system.ts";
import { evaluateSystem } from "../evaluate-system.ts";

function problemsOf(vmName: string) {
  const wrong = [{ microvm: { mem: "x", nope: 1 } }] as never;
  const { system, problems } = evaluateSystem(
    defineSystem({
      ghaf: {
        virtualization: {
          "microvm-host": { enable: true },
          microvm: {
            netvm: { enable: true, extraModules: wrong },
            appvm: {
              enable: true,
              vms: [
                { name: vmName, ramMb: 256, cores: 1, extraModules: wrong },
                { name: "good", ramMb: 256, cores: 1 },
              ],
            },
          },
        },
      },
    }),
  );
  assert.equal(system, undefined);
  return problems
    .filter(({ level }) => level === "error")
    .map(({ path }) => path.replace("ghaf.virtualization.microvm.", ""));
}

const inGuests = [
  "appvm.vms[0].extraModules.microvm.mem",
  "appvm.vms[0].extraModules.microvm.nope",
  "netvm.extraModules.microvm.mem",
  "netvm.extraModules.microvm.nope",
];

test("mistakes in guest modules are found", () => {
  assert.deepEqual(problemsOf("fine"), inGuests);
});

test("they are found as well when a VM's own name is a mistake", () => {
  const [own, ...others] = problemsOf("a;b").sort();
  assert.deepEqual(
    [own, ...others],
    [...inGuests.slice(0, 2), "appvm.vms[0].name", ...inGuests.slice(2)],
  );
});
