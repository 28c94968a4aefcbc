import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluate, module, option, t } from "../index.ts";

const vms = t.listOf(
  t.submodule({
    name: option(t.string, { description: "Its name." }),
    ram: option(t.integer, { description: "MiB." }),
  }),
);
const evaluation = evaluate([
  module({
    options: { vms: option(vms, { description: "All." }) },
    config: {
      vms: [
        { name: "a", ram: 1 },
        { name: "b", ram: 2 },
      ],
    },
  }),
]);

test("an item of a list is found by its index and by its name", () => {
  for (const path of ["vms[1].ram", "vms.1.ram", "vms[b].ram", "vms.b.ram"]) {
    assert.deepEqual(evaluation.lookUp(path), { kind: "value", value: 2 });
  }
  assert.deepEqual(evaluation.lookUp("vms[b]"), {
    kind: "value",
    value: { name: "b", ram: 2 },
  });
  const explained = evaluation.explain("vms[b].ram");
  assert.equal(
    explained.kind === "explanation" && explained.path,
    "vms[1].ram",
  );
});

test("a name that no item has is not found", () => {
  assert.equal(evaluation.lookUp("vms[c].ram").kind, "not-found");
  assert.equal(evaluation.lookUp("vms[2]").kind, "not-found");
});
