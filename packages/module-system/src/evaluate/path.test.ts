import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatSteps, parsePath } from "./path.ts";

test("a formatted path is read as the same steps", () => {
  const step = fc.oneof(fc.nat(999), fc.string({ minLength: 1 }));
  fc.assert(
    fc.property(fc.array(step), (rest) => {
      const steps = ["top", ...rest];
      assert.deepEqual(parsePath(formatSteps(steps)), steps);
    }),
  );
});

test("both ways to write an index, and names with hyphens", () => {
  assert.deepEqual(parsePath("ghaf.vms[0].x-y"), ["ghaf", "vms", 0, "x-y"]);
  assert.deepEqual(parsePath("ghaf.vms.0.x-y"), ["ghaf", "vms", "0", "x-y"]);
  assert.deepEqual(parsePath('disks."a.b"'), ["disks", "a.b"]);
  assert.deepEqual(parsePath("vms[app-vm].x"), ["vms", "app-vm", "x"]);
  assert.equal(parsePath("a[b"), undefined);
  assert.equal(parsePath('a."b'), undefined);
});
