/** The laws of machine-design 1 for any definitions, found by random ones. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  byDefault,
  evaluate,
  force,
  type Module,
  module,
  option,
  order,
  priority,
  t,
  when,
} from "../index.ts";

const tree = {
  scalar: option(t.integer, { description: "A number." }),
  list: option(t.listOf(t.integer), { description: "Numbers." }),
  set: option(t.anything, { description: "Anything." }),
  named: option(
    t.attributesOf(
      t.submodule({
        size: option(t.integer, { description: "Size.", default: 0 }),
        tags: option(t.listOf(t.string), { description: "Tags.", default: [] }),
      }),
    ),
    { description: "By name." },
  ),
};
const declaring = module({ options: tree });

/** The plain value and the codes of problems. */
function outcome(modules: readonly Module[], path: string) {
  const evaluation = evaluate([declaring, ...modules]);
  evaluation.readAll();
  const found = evaluation.lookUp(path);
  return {
    kind: found.kind,
    value: found.kind === "value" ? found.value : undefined,
    codes: evaluation.problems().map(({ code }) => code),
  };
}

function defining(config: unknown): Module {
  return module<typeof tree>({ imports: [declaring], config: config as never });
}

const shuffled = <T>(items: readonly T[]) =>
  fc.shuffledSubarray([...items], {
    minLength: items.length,
    maxLength: items.length,
  });

const leveled = fc.array(
  fc.record({
    level: fc.constantFrom(50, 100, 1000, 1200),
    value: fc.integer({ min: 0, max: 2 }),
  }),
  { minLength: 1, maxLength: 6 },
);

test("a scalar has the value of the lowest priority, or a conflict when that has two", () => {
  fc.assert(
    fc.property(leveled, (definitions) => {
      const { kind, value, codes } = outcome(
        definitions.map(({ level, value }) =>
          defining({ scalar: priority(level, value) }),
        ),
        "scalar",
      );
      const lowest = Math.min(...definitions.map(({ level }) => level));
      const values = new Set(
        definitions
          .filter(({ level }) => level === lowest)
          .map((one) => one.value),
      );
      if (values.size === 1) assert.deepEqual([value], [...values]);
      else assert.deepEqual([kind, codes], ["failed", ["conflict"]]);
    }),
  );
});

test("no order of imports changes a scalar, a set or a conflict", () => {
  const definition = fc.oneof(
    fc.record({ scalar: fc.integer({ min: 0, max: 1 }) }),
    fc.record({
      set: fc.dictionary(
        fc.constantFrom("a", "b", "c"),
        fc.integer({ min: 0, max: 1 }),
      ),
    }),
    fc.record({
      named: fc.dictionary(
        fc.constantFrom("x", "y"),
        fc.record({ size: fc.constantFrom(1, 1, 2) }),
      ),
    }),
  );
  const pair = fc
    .array(definition, { maxLength: 5 })
    .chain((all) => fc.tuple(fc.constant(all), shuffled(all)));
  fc.assert(
    fc.property(pair, ([one, other]) => {
      for (const path of ["scalar", "set", "named"]) {
        const before = outcome(one.map(defining), path);
        const after = outcome(other.map(defining), path);
        assert.deepEqual(after.value, before.value);
        assert.deepEqual(after.kind, before.kind);
        assert.deepEqual(after.codes, before.codes);
      }
    }),
  );
});

test("an order of imports changes a list only among items of one order number", () => {
  const ordered = fc.record({
    number: fc.constantFrom(500, 1000, 1500),
    items: fc.array(fc.nat(9), { maxLength: 3 }),
  });
  const pair = fc
    .array(ordered, { minLength: 1, maxLength: 5 })
    .chain((all) => fc.tuple(fc.constant(all), shuffled(all)));
  fc.assert(
    fc.property(pair, ([one, other]) => {
      const listed = (all: typeof one) =>
        outcome(
          all.map(({ number, items }) =>
            defining({ list: order(number, items) }),
          ),
          "list",
        ).value as number[];
      const grouped = (all: typeof one, list: number[]) => {
        let from = 0;
        return [500, 1000, 1500].map((number) => {
          const size = all
            .filter((each) => each.number === number)
            .reduce((sum, { items }) => sum + items.length, 0);
          from += size;
          return list.slice(from - size, from).sort();
        });
      };
      const before = listed(one);
      const after = listed(other);
      assert.deepEqual(grouped(other, after), grouped(one, before));
      // Within one number the position decides.
      const expected = [500, 1000, 1500].flatMap((number) =>
        one
          .filter((each) => each.number === number)
          .flatMap(({ items }) => items),
      );
      assert.deepEqual(before, expected);
    }),
  );
});

test("defining a set at once or name by name comes to the same", () => {
  const value = fc.dictionary(
    fc.string({ minLength: 1, maxLength: 4 }),
    fc.integer(),
    { maxKeys: 5 },
  );
  fc.assert(
    fc.property(value, (set) => {
      const whole = outcome([defining({ set })], "set");
      const parts = Object.entries(set).map(([name, one]) =>
        defining({ set: Object.fromEntries([[name, one]]) }),
      );
      const merged = outcome([defining({ set: {} }), ...parts], "set");
      assert.deepEqual(merged.value, whole.value);
    }),
  );
});

test("a condition that holds changes nothing, one that does not hold is as if nothing stood there", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.boolean(),
      fc.boolean(),
      (value, holds, asFunction) => {
        const condition = asFunction ? () => holds : holds;
        const conditional = outcome(
          [defining({ scalar: when(condition, value) })],
          "scalar",
        );
        const plain = outcome(
          [defining(holds ? { scalar: value } : {})],
          "scalar",
        );
        assert.deepEqual(conditional, plain);
      },
    ),
  );
});

test("force wins over plain, plain over byDefault, and each over a declared default", () => {
  const defaulted = module({
    options: { own: option(t.integer, { description: "Own.", default: 1 }) },
  });
  const value = (...written: unknown[]) => {
    const modules = written.map((own) =>
      module({ imports: [defaulted], config: { own } as never }),
    );
    const evaluation = evaluate([defaulted, ...modules]);
    const found = evaluation.lookUp("own");
    return found.kind === "value" ? found.value : found.kind;
  };
  assert.equal(value(), 1);
  assert.equal(value(byDefault(2)), 2);
  assert.equal(value(byDefault(2), 3), 3);
  assert.equal(value(byDefault(2), 3, force(4)), 4);
  assert.equal(value(byDefault(2), 3, force(4), force(5)), "failed");
  assert.equal(value(priority(2000, 2)), 1);
});

test("imported modules come before their importers, and each counts once", () => {
  const a = defining({ list: [1] });
  const b = module<typeof tree>({ imports: [a], config: { list: [2] } });
  const c = module<typeof tree>({ imports: [a, b], config: { list: [3] } });
  assert.deepEqual(outcome([c, a, b], "list").value, [1, 2, 3]);
});

test("reading one option calls no function that another one needs", () => {
  const called: string[] = [];
  const lazy = module<typeof tree, { scalar: number; list: readonly number[] }>(
    {
      config: {
        scalar: () => called.push("scalar"),
        list: (config: { readonly scalar: number }) => {
          called.push("list");
          return [config.scalar];
        },
        set: when(() => called.push("condition") > 0, { a: 1 }),
      } as never,
    },
  );
  const evaluation = evaluate<{ scalar: number; list: readonly number[] }>([
    declaring,
    lazy,
  ]);
  assert.deepEqual(called, []);
  assert.equal(evaluation.config.scalar, 1);
  assert.deepEqual(evaluation.config.list, [1]);
  assert.equal(evaluation.config.list, evaluation.config.list);
  assert.deepEqual(called, ["scalar", "list"]);
});

test("whatever is written, evaluation ends without throwing and says where", () => {
  const anything = fc.anything({
    withNullPrototype: true,
    withDate: true,
    withMap: true,
    withBigInt: true,
    maxDepth: 4,
  });
  const keyed = fc.dictionary(
    fc.constantFrom("scalar", "list", "set", "named", "nmaed"),
    anything,
  );
  fc.assert(
    fc.property(fc.array(keyed, { maxLength: 3 }), (configs) => {
      const evaluation = evaluate([declaring, ...configs.map(defining)]);
      evaluation.readAll();
      for (const problem of evaluation.problems()) {
        assert.ok(problem.path.length > 0);
        assert.ok(problem.places.length > 0);
      }
      for (const path of ["scalar", "list", "set", "named"])
        evaluation.explain(path);
    }),
    { numRuns: 300 },
  );
});
