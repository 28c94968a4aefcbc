import assert from "node:assert/strict";
import { test } from "node:test";
import {
  before,
  byDefault,
  evaluate,
  force,
  type Module,
  makeModule,
  option,
  priority,
  t,
  when,
} from "@ghaf/module-system";
import { explained } from "./explained.ts";

const OPTIONS = {
  ram: option(t.integer, { default: 512, description: "Memory." }),
  name: option(t.string, { description: "Its name." }),
  tags: option(t.listOf(t.string), { default: [], description: "Words." }),
};

const BASE = makeModule({ options: OPTIONS }, { form: "full", label: "base" });

function defining(label: string, config: object): Module {
  return makeModule({ config }, { form: "full", label });
}

async function explain(path: string, ...modules: readonly Module[]) {
  const evaluation = evaluate([BASE, ...modules]);
  const found = evaluation.explain(path);
  assert.ok(found.kind === "explanation");
  return explained(found, {
    locate: async (places) =>
      places.map(({ origin }) => ({ label: origin.label })),
    shown: ({ label }) => label,
  });
}

test("a default stands where nothing else does", async () => {
  const facts = await explain("ram");
  assert.deepEqual(facts, {
    path: "ram",
    state: "value",
    value: 512,
    type: "signed integer",
    description: "Memory.",
    declaredIn: "base",
    definitions: [
      { place: "base", priority: "default", outcome: "used", value: 512 },
    ],
    why: "Nothing defines it, so it is the declared default.",
  });
  const off = await explain("ram", defining("a", { ram: when(false, 1) }));
  assert.equal(
    off.why,
    "No definition counts, because no condition holds, so it is the declared default.",
  );
});

test("the strongest definition wins, and the others are named by priority", async () => {
  const facts = await explain(
    "ram",
    defining("a", { ram: byDefault(1) }),
    defining("b", { ram: 2 }),
    defining("c", { ram: force(3) }),
    defining("d", { ram: priority(70, 4) }),
  );
  assert.equal(facts.value, 3);
  assert.deepEqual(
    facts.definitions.map(({ place, priority: word, outcome }) => [
      place,
      word,
      outcome,
    ]),
    [
      ["c", "force", "used"],
      ["d", "priority 70", "overridden"],
      ["b", "plain", "overridden"],
      ["a", "byDefault", "overridden"],
      ["base", "default", "overridden"],
    ],
  );
  assert.equal(
    facts.why,
    "The definition at c won; force is stronger than priority 70, plain, byDefault and default.",
  );
  const alone = await explain("name", defining("a", { name: "x" }));
  assert.equal(alone.why, "The definition at a won; it is the only one.");
});

test("definitions that agree, and lists that are put together", async () => {
  const same = [defining("a", { name: "x" }), defining("b", { name: "x" })];
  assert.equal(
    (await explain("name", ...same)).why,
    "The 2 definitions of priority plain agree.",
  );
  const facts = await explain(
    "tags",
    defining("a", { tags: ["y"] }),
    defining("b", { tags: before(["w", "x"]) }),
  );
  assert.deepEqual(facts.value, ["w", "x", "y"]);
  assert.equal(
    facts.why,
    "2 definitions are put together in this order: 2 items from b, 1 item from a; plain is stronger than default.",
  );
});

test("without a value it says why there is none", async () => {
  const unset = await explain("name");
  assert.deepEqual(
    [unset.state, unset.why],
    ["unset", "It has neither a definition that counts nor a default."],
  );
  const failed = await explain(
    "name",
    defining("a", { name: "x" }),
    defining("b", { name: "y" }),
  );
  assert.equal(failed.state, "failed");
  assert.equal("value" in failed, false);
  assert.equal(failed.why, "It has no value, because of a problem.");
});
