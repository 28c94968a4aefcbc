/** Hotplug rules are closed: what is misspelt is refused instead of making a rule match more. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluate, module } from "@ghaf/module-system";
import { type PlatformConfig, platformOptions } from "./platform-options.ts";

function withRule(rule: object) {
  const rules = [{ name: "x", qmpSocket: "/a/x.sock", usbPassthrough: [rule] }];
  const evaluation = evaluate<PlatformConfig>([
    module({ options: platformOptions }),
    module({
      config: {
        ghaf: { hardware: { usb: { vhotplug: { rules } } } },
      } as object,
    }),
  ]);
  evaluation.readAll();
  return evaluation;
}

test("a misspelt key is refused with the right one", () => {
  const [problem, ...others] = withRule({ class: 8, sublass: 6 }).problems();
  assert.deepEqual(others, []);
  assert.equal(problem?.code, "unknown-option");
  assert.match(problem.fix ?? "", /"subclass"/);
  const nested = withRule({ class: 14, ignore: [{ vendorID: "04f2" }] });
  assert.match(nested.problems()[0]?.fix ?? "", /"vendorId"/);
});

test("a number that is 0 is not one that is absent", () => {
  const evaluation = withRule({ class: 3, subclass: 0 });
  assert.deepEqual(evaluation.problems(), []);
  const [rules] = evaluation.config.ghaf.hardware.usb.vhotplug.rules;
  const [rule] = rules?.usbPassthrough ?? [];
  assert.equal(rule?.subclass, 0);
  assert.equal(rule.protocol, null);
});

test("numbers and patterns that no device can have are refused", () => {
  for (const rule of [
    { class: 256 },
    { vendorId: "0x1050", productId: "0407" },
    { productName: "(" },
  ]) {
    const [problem] = withRule(rule).problems();
    assert.equal(problem?.code, "wrong-type", JSON.stringify(rule));
  }
});
