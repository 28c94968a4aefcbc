/** The lock file: read back as it was written, and refused with the place of what is wrong. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PlanError } from "../plan-error.ts";
import type { VmAllocation } from "./allocation.ts";
import { EMPTY_LOCK, type Lock, parseLock, printLock } from "./lock-file.ts";

const mac = fc
  .array(fc.integer({ min: 0, max: 255 }), { minLength: 5, maxLength: 5 })
  .map((bytes) =>
    ["02", ...bytes.map((byte) => byte.toString(16).padStart(2, "0"))].join(
      ":",
    ),
  );
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
const plain = { noNullPrototype: true };
const entry: fc.Arbitrary<VmAllocation> = fc.record(
  {
    address: fc.integer({ min: 1, max: 254 }),
    slot: fc.option(fc.integer({ min: 0, max: 154 })),
    macs: fc.array(fc.tuple(name, mac)).map((macs) => new Map(macs)),
  },
  plain,
);
const lock: fc.Arbitrary<Lock> = fc.record(
  {
    version: fc.constant(1 as const),
    allocation: fc.record(
      {
        device: fc.option(fc.stringMatching(/^[0-9a-f]{32}$/)),
        vms: fc.array(fc.tuple(name, entry)).map((vms) => new Map(vms)),
      },
      plain,
    ),
    packages: fc.dictionary(
      name,
      fc.record({ sha256: fc.string() }, plain),
      plain,
    ),
  },
  plain,
);

test("what is printed is read as it was", () => {
  fc.assert(
    fc.property(lock, (made) => {
      assert.deepEqual(parseLock(printLock(made)), made);
    }),
  );
});

test("equal locks are equal texts, in whatever order they were made", () => {
  fc.assert(
    fc.property(lock, (made) => {
      const turned: Lock = {
        ...made,
        allocation: {
          ...made.allocation,
          vms: new Map([...made.allocation.vms].reverse()),
        },
        packages: Object.fromEntries(Object.entries(made.packages).reverse()),
      };
      assert.equal(printLock(turned), printLock(made));
      assert.equal(printLock(parseLock(printLock(made))), printLock(made));
    }),
  );
});

const text = (change: object) =>
  JSON.stringify({ ...JSON.parse(printLock(EMPTY_LOCK)), ...change });
const vmText = (change: object) =>
  text({
    allocation: {
      vms: { "app-vm": { address: 9, slot: null, macs: {}, ...change } },
    },
  });

const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ["{", "lock-syntax", /^the lock file is not JSON: /],
  ["[]", "lock-shape", /^the lock file has \[\] instead of an object$/],
  [text({ version: 2 }), "lock-version", /has version 2, .* version 1$/],
  ["{}", "lock-version", /has version none/],
  [text({ alocation: {} }), "lock-shape", /"alocation" instead of one of/],
  [text({ packages: null }), "lock-shape", /^packages of the lock file/],
  [
    text({ allocation: { device: "me", vms: {} } }),
    "lock-shape",
    /allocation\.device .* "me" instead of 32 hexadecimal digits$/,
  ],
  [vmText({ address: 255 }), "lock-shape", /vms\.app-vm\.address .* 1 to 254$/],
  [vmText({ address: "9" }), "lock-shape", /address .* "9"/],
  [vmText({ slot: 1.5 }), "lock-shape", /slot .* 1\.5/],
  [vmText({ macs: { a: "x" } }), "lock-shape", /macs\.a .* "x"/],
  [vmText({ cid: 3 }), "lock-shape", /"cid" instead of one of/],
  [
    text({ allocation: { vms: { "a b": {} } } }),
    "lock-shape",
    /"a b" instead of names/,
  ],
  [
    '{"version":1,"packages":{},"allocation":{"vms":{"__proto__":{}}}}',
    "lock-shape",
    /"__proto__" instead of names/,
  ],
];

for (const [given, code, message] of REFUSED) {
  test(`refuses ${given.slice(0, 70)}`, () => {
    assert.throws(
      () => parseLock(given),
      (error) =>
        error instanceof PlanError &&
        error.code === code &&
        message.test(error.message),
    );
  });
}
