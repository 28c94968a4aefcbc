/** Instance numbers: the smallest free one, and never the same one twice. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { appUnit, parseAppName, type UnitName } from "@ghaf/api";
import fc from "fast-check";
import { InstanceNumbers, type Reservation } from "./instance-numbers.ts";

const app = parseAppName("foo");

test("the first is 0, the next 1", () => {
  const numbers = new InstanceNumbers(() => false);
  assert.equal(numbers.reserve(app).unit, "foo@0.service");
  assert.equal(numbers.reserve(app).unit, "foo@1.service");
});

interface Step {
  readonly kind: "reserve" | "release" | "register" | "remove";
  /** Which number; of no meaning for a reservation. */
  readonly number: number;
}

const step = fc.record<Step>({
  kind: fc.constantFrom("reserve", "release", "register", "remove"),
  number: fc.nat(9),
});

/** Numbers in use, kept the slow and obvious way. */
class Model {
  readonly registered = new Set<UnitName>();
  readonly held = new Map<UnitName, Reservation>();

  smallestFree(): UnitName {
    let number = 0;
    while (this.#isUsed(appUnit(app, number))) number += 1;
    return appUnit(app, number);
  }

  #isUsed(unit: UnitName): boolean {
    return this.registered.has(unit) || this.held.has(unit);
  }
}

function take(one: Step, numbers: InstanceNumbers, model: Model): void {
  const unit = appUnit(app, one.number);
  switch (one.kind) {
    case "reserve": {
      const expected = model.smallestFree();
      const made = numbers.reserve(app);
      assert.equal(made.unit, expected);
      model.held.set(made.unit, made);
      break;
    }
    case "release":
      model.held.get(unit)?.release();
      model.held.delete(unit);
      break;
    case "register":
      model.registered.add(unit);
      break;
    case "remove":
      model.registered.delete(unit);
      break;
  }
}

test("a reservation is the smallest number that is neither registered nor reserved", () => {
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const model = new Model();
      const numbers = new InstanceNumbers((unit) => model.registered.has(unit));
      for (const one of steps) take(one, numbers, model);
    }),
  );
});
