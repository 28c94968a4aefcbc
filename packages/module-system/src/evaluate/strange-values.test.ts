/** What code can put into a module although no compiler would let it: nothing of it ends an evaluation or changes another. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AnyType,
  evaluate,
  evaluateKept,
  type KeptModule,
  type Module,
  makeModule,
  narrowed,
  type OptionTree,
  option,
  order,
  parts,
  priority,
  t,
  when,
} from "../index.ts";

const described = { description: "For tests." };

function moduleOf(given: { options?: OptionTree; config?: unknown }): Module {
  return makeModule(given, { form: "full" });
}

function declaring(type: AnyType): Module {
  return moduleOf({ options: { a: option(type, described) } });
}

/** `code path: reason` of every problem. */
function said(...modules: readonly Module[]): readonly string[] {
  const evaluation = evaluate(modules);
  evaluation.readAll();
  return evaluation
    .problems()
    .map(({ code, path, reason }) => `${code} ${path}: ${reason}`);
}

function evaluated(type: AnyType, ...values: readonly unknown[]): unknown {
  const definitions = values.map((a) => moduleOf({ config: { a } }));
  const evaluation = evaluate([declaring(type), ...definitions]);
  evaluation.readAll();
  assert.deepEqual(evaluation.problems(), []);
  const found = evaluation.lookUp("a");
  return found.kind === "value" ? found.value : found.kind;
}

function refused(type: AnyType, ...values: readonly unknown[]) {
  const definitions = values.map((a) => moduleOf({ config: { a } }));
  return said(declaring(type), ...definitions);
}

test("a value that holds itself, or is nested too deep, is a problem of its option", () => {
  const circle: Record<string, unknown> = {};
  circle["me"] = circle;
  let deep: unknown = {};
  for (let depth = 0; depth < 20_000; depth += 1) deep = { deep };
  const reason =
    "threw a: cannot be read: a value holds itself, or is nested too deep";
  for (const type of [t.anything, t.raw]) {
    assert.deepEqual(refused(type, circle), [reason]);
    assert.deepEqual(refused(type, deep), [reason]);
  }
});

test("what throws when it is looked at is a problem, and hides no other", () => {
  const thrower = {
    get inside(): string {
      throw new Error("not today");
    },
  };
  const other = moduleOf({ config: { b: 1 } });
  assert.deepEqual(
    said(
      declaring(t.anything),
      moduleOf({ config: { a: thrower } }),
      moduleOf({ config: thrower }),
      other,
    ),
    [
      "threw : its definitions cannot be read: not today",
      "threw a: cannot be read: not today",
      "unknown-option b: is not an option",
    ],
  );
});

test("an attribute set of anything takes what JSON can say", () => {
  const json = { text: "", list: [1, { none: null }], yes: true };
  assert.deepEqual(evaluated(t.anything, json), json);
  const strange = [
    new Date(0),
    new Map(),
    Promise.resolve(),
    Symbol("s"),
    5n,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ];
  for (const value of strange) {
    assert.deepEqual(refused(t.anything, { inside: value }), [
      "wrong-type a.inside: has a value that it cannot have",
    ]);
  }
});

test("an attribute set may have any names, and those of ours mean nothing in it", () => {
  const config = JSON.parse(
    '{"__proto__": "p", "constructor": {"kept": null}}',
  );
  assert.deepEqual(evaluated(t.anything, config), config);
  const kept = t.modules({ size: option(t.integer, described) });
  const evaluation = evaluate<{ readonly a: readonly KeptModule[] }>([
    declaring(kept),
    moduleOf({ config: { a: [{ kept: undefined }, { kept: 1 }] } }),
  ]);
  const inner = evaluateKept({
    ...{ options: { size: option(t.integer, described) }, base: [], path: "a" },
    kept: evaluation.config.a,
  });
  assert.deepEqual(
    inner.problems().map(({ path }) => path),
    ["a.kept"],
  );
});

test("no reader changes a declaration or what a person wrote", () => {
  const written = { deep: { items: [1] } };
  const options = {
    list: option(t.listOf(t.string), { ...described, default: [] }),
    raw: option(t.raw, described),
    length: option(t.integer, described),
    items: option(t.integer, described),
  };
  const config = {
    raw: written,
    length: (config: { list: string[] }) => config.list.push("more"),
    items: (config: { raw: typeof written }) => config.raw.deep.items.push(2),
  };
  const modules = [moduleOf({ options }), moduleOf({ config })];
  const first = said(...modules);
  assert.equal(first.length, 2);
  assert.deepEqual(said(...modules), first);
  assert.deepEqual(written, { deep: { items: [1] } });
  assert.deepEqual(options.list.default, []);
});

test("a wrapping that is spread into an object would lose the rest, and is refused", () => {
  const options = {
    group: { a: option(t.string, described), b: option(t.string, described) },
    value: option(t.attributesOf(t.string), described),
  };
  const spread = { ...when(true, { a: "x" }), b: "y" };
  assert.deepEqual(
    said(
      moduleOf({ options }),
      moduleOf({ config: { group: spread, value: spread } }),
    ).map((text) => text.replace(/spread into it.*/, "spread into it")),
    [
      "wrong-type group: has when(), force() or another wrapping spread into it",
      "threw value: cannot be computed: has when(), force() or another wrapping spread into it",
    ],
  );
});

test("a priority or an order is a number", () => {
  const reason =
    "threw a: cannot be computed: its priority or order is not a number";
  for (const wrapped of [priority(Number.NaN, 1), order(Number.NaN, 1)]) {
    assert.deepEqual(refused(t.integer, wrapped), [reason]);
  }
});

test("both zeros are the same number", () => {
  assert.equal(evaluated(t.integer, 0, -0), 0);
});

test("a condition of many options that throws is said once", () => {
  const options = Object.fromEntries(
    ["a", "b", "c"].map((name) => [name, option(t.integer, described)]),
  );
  const config = when(
    () => {
      throw new Error("unasked");
    },
    { a: 1, b: 2, c: 3 },
  );
  assert.deepEqual(said(moduleOf({ options }), moduleOf({ config })), [
    "threw a: cannot be computed: unasked",
  ]);
});

test("a narrowing sees only values of its type", () => {
  const short = narrowed(t.listOf(t.string), "short words", (words) =>
    words.every((word) => word.length < 3 && word.startsWith("a")),
  );
  assert.deepEqual(refused(short, [1]), [
    "wrong-type a[0]: has a value that it cannot have",
  ]);
  assert.deepEqual(evaluated(t.either(short, t.string), [when(true, "a")]), [
    "a",
  ]);
});

test("only the declarer of a read-only option defines it, at any priority", () => {
  const options = { a: option(t.string, { ...described, readOnly: true }) };
  const config = { a: priority(1500, "mine") };
  assert.deepEqual(said(moduleOf({ options }), moduleOf({ config })), [
    "read-only a: is read-only: the platform computes it",
  ]);
});

test("thousands of wrong items and of parts are all looked at", () => {
  const wrong = Array.from({ length: 20_000 }, (_, index) => index);
  assert.equal(refused(t.listOf(t.string), wrong).length, wrong.length);
  const many = wrong.map(() => "same");
  assert.equal(evaluated(t.string, parts(...many)), "same");
});

test("the configuration cannot be frozen by who reads it", () => {
  const options = {
    group: { b: option(t.string, { ...described, default: "b" }) },
    a: option(t.boolean, described),
  };
  const config = {
    a: (config: { group: object }) =>
      Object.isFrozen(Object.freeze(config.group)),
  };
  const evaluation = evaluate([moduleOf({ options }), moduleOf({ config })]);
  evaluation.readAll();
  assert.equal(evaluation.problems().length, 1);
  assert.deepEqual(evaluation.lookUp("group"), {
    kind: "value",
    value: { b: "b" },
  });
});

test("what is no module, declaration or list of checks does not end an evaluation", () => {
  const checked: string[] = [];
  const strange = [
    undefined as unknown as Module,
    moduleOf({ options: { a: 5, b: null } as unknown as OptionTree }),
    makeModule(
      { checks: (() => checked.push("yes")) as unknown as [] },
      { form: "full" },
    ),
  ];
  assert.deepEqual(said(...strange), []);
  assert.deepEqual(checked, ["yes"]);
});
