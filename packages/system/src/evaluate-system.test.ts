/** From a description to the system or to what is wrong with it. */

import { strict as assert } from "node:assert";
import { test } from "node:test";
import {
  documentTree,
  type OptionTree,
  type Problem,
  priority,
} from "@ghaf/module-system";
import { defineSystem, type SystemDefinition } from "./define-system.ts";
import { evaluateSystem } from "./evaluate-system.ts";
import { guestOptions } from "./guest/guest-options.ts";
import { hardwareDefinitions } from "./hardware/hardware-definitions.ts";
import { platformOptions } from "./options/platform-options.ts";

/** Every role once. */
const EVERY_ROLE: SystemDefinition = {
  ghaf: {
    givc: { enable: true },
    host: { networking: { enable: true } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        netvm: { enable: true },
        guivm: { enable: true },
        audiovm: { enable: true },
        adminvm: { enable: true },
        idsvm: { enable: true },
        appvm: {
          enable: true,
          vms: [
            {
              name: "chrome",
              ramMb: 512,
              cores: 1,
              applications: [{ name: "web", command: "chromium" }],
            },
          ],
        },
      },
    },
  },
};

/** What no value of a boolean may lead to. */
const BROKEN: readonly Problem["code"][] = [
  ...(["cycle", "threw", "conflict", "wrong-type"] as const),
  ...(["unknown-option", "missing-value", "read-only"] as const),
];

function broken(definition: SystemDefinition): readonly string[] {
  const { system, problems } = evaluateSystem(defineSystem(definition));
  const refused = problems.some(({ level }) => level === "error");
  assert.equal(system === undefined, refused);
  return problems
    .filter(({ code }) => BROKEN.includes(code))
    .map(({ path, reason }) => `${path} ${reason}`);
}

/** Stronger than what the platform forces. */
const STRONGEST = 1;

/** The booleans of a tree, but for those inside of lists and sets. */
function booleans(tree: OptionTree): readonly string[] {
  return documentTree(tree)
    .filter(({ type }) => type.shape.kind === "boolean")
    .map(({ name }) => name)
    .filter((name) => !/[*<]/.test(name));
}

/** `{ a: { b: value } }` of `a.b`. */
function at(path: string, value: unknown): object {
  return path
    .split(".")
    .reduceRight<unknown>(
      (inner, name) => ({ [name]: inner }),
      value,
    ) as object;
}

test("both values of every boolean option can be evaluated", () => {
  const names = booleans(platformOptions);
  assert.ok(names.length > 100);
  const base = defineSystem(EVERY_ROLE);
  const { evaluation } = evaluateSystem(base);
  assert.deepEqual(broken({ imports: [base] }), []);
  for (const name of names) {
    const found = evaluation.lookUp(name);
    assert.equal(found.kind, "value", name);
    const other = !(found.kind === "value" && found.value === true);
    const changed = {
      ...at(name, priority(STRONGEST, other)),
      imports: [base],
    };
    assert.deepEqual(broken(changed), [], `${name} = ${other}`);
  }
});

test("both values of every boolean option of a VM can be evaluated", () => {
  for (const name of booleans(guestOptions)) {
    for (const value of [true, false]) {
      const extraModules = [at(name, value)];
      const definition: SystemDefinition = {
        ghaf: {
          virtualization: {
            "microvm-host": { enable: true },
            microvm: {
              guivm: { enable: true, extraModules },
              appvm: {
                enable: true,
                vms: [{ name: "a", ramMb: 256, cores: 1, extraModules }],
              },
            },
          },
        },
      };
      assert.deepEqual(broken(definition), [], `${name} = ${value}`);
    }
  }
});

test("a system is plain data that nobody can change", () => {
  const { system } = evaluateSystem(defineSystem(EVERY_ROLE));
  assert.ok(system);
  assert.deepEqual(JSON.parse(JSON.stringify(system)), system);
  assertFrozen(system);
});

function assertFrozen(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  assert.ok(Object.isFrozen(value));
  for (const inner of Object.values(value)) assertFrozen(inner);
}

test("mistakes of the description and of every VM come together", () => {
  const { system, problems } = evaluateSystem(
    defineSystem({
      ghaf: {
        ...at("layuot", "headless"),
        virtualization: {
          microvm: {
            netvm: {
              enable: true,
              extraModules: [at("microvm.memm", 1)],
            },
            appvm: {
              enable: true,
              // Said once, though it counts for two VMs.
              extraModules: [at("microvm.mem", "much")],
              vms: [
                { name: "a", ramMb: 256, cores: 1 },
                {
                  name: "b",
                  ramMb: 256,
                  cores: 1,
                  extraModules: [at("pakages", [])],
                },
              ],
            },
          },
        },
      },
    }),
  );
  assert.equal(system, undefined);
  const errors = problems.filter(({ level }) => level === "error");
  assert.deepEqual(
    errors.map(({ path, code }) => [path, code]),
    [
      ["ghaf.layuot", "unknown-option"],
      [
        "ghaf.virtualization.microvm.appvm.vms[0].extraModules.microvm.mem",
        "wrong-type",
      ],
      [
        "ghaf.virtualization.microvm.appvm.vms[1].extraModules.pakages",
        "unknown-option",
      ],
      [
        "ghaf.virtualization.microvm.netvm.extraModules.microvm.memm",
        "unknown-option",
      ],
    ],
  );
});

test("a VM whose definition cannot be read hides no mistake of another", () => {
  const { problems } = evaluateSystem(
    defineSystem({
      ghaf: {
        hardware: { definition: at("network.pciDevices", 7) },
        virtualization: {
          microvm: {
            netvm: { enable: true },
            adminvm: { enable: true, extraModules: [at("microvm.vcpu", 0)] },
          },
        },
      },
    }),
  );
  const paths = problems
    .filter(({ level }) => level === "error")
    .map(({ path }) => path);
  assert.deepEqual(paths, [
    "ghaf.hardware.definition.network.pciDevices",
    "ghaf.virtualization.microvm.adminvm.extraModules.microvm.vcpu",
  ]);
});

test("what is wrong in a part for devices is said of its option", () => {
  const devices = {
    netvmPCIPassthroughModule: { microvm: { memm: 3 } },
  };
  const { problems } = evaluateSystem(
    defineSystem({
      ghaf: {
        hardware: { devices },
        virtualization: { microvm: { netvm: { enable: true } } },
      },
    }),
  );
  const error = problems.find(({ level }) => level === "error");
  assert.equal(error?.code, "unknown-option");
  assert.deepEqual(
    error?.places.map(({ origin }) => origin.label),
    ["ghaf.hardware.devices.netvmPCIPassthroughModule"],
  );
});

test("every machine that the platform knows gives a system", () => {
  for (const [name, hardware] of Object.entries(hardwareDefinitions)) {
    const { system, problems } = evaluateSystem(
      defineSystem({
        imports: [hardware],
        ghaf: {
          reference: { profiles: { "laptop-x86": { enable: true } } },
        },
      }),
    );
    const errors = problems.filter(({ level }) => level === "error");
    assert.deepEqual(errors, [], name);
    assert.notEqual(system?.device.name, "", name);
  }
});
