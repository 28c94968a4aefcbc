/** What an emulated guest is told of the machine's clock. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { clockRateIn, withClockRate } from "./clock-rate.ts";

test("the rate is that of the first processor", () => {
  const text = "processor\t: 0\ncpu MHz\t\t: 2599.998\n\ncpu MHz\t\t: 1.000\n";
  assert.equal(clockRateIn(text), 2_599_998);
  assert.equal(clockRateIn("cpu MHz\t\t: fast\n"), undefined);
});

test("a guest that relies on the counter is told its rate", () => {
  const line = "console=ttyS0 tsc=reliable ghaf.vm=a";
  assert.deepEqual(withClockRate(["-append", line], 2_600_000), [
    "-append",
    "console=ttyS0 tsc=reliable tsc_early_khz=2600000 ghaf.vm=a",
  ]);
  assert.deepEqual(withClockRate(["-append", line], undefined), [
    ...["-append", "console=ttyS0 ghaf.vm=a"],
  ]);
  const other = ["-name", " tsc=reliable", "-append", "quiet"];
  assert.deepEqual(withClockRate(other, 1), other);
});
