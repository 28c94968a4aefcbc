import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fillSlots, slotsIn } from "./slots.ts";

const values = {
  initrd: { file: "initrd.joined", bytes: 4096 },
  descriptors: new Map([["macvtap0", 5]]),
};

test("slots are filled inside of arguments", () => {
  assert.equal(fillSlots("{initrd}", values), "initrd.joined");
  assert.equal(
    fillSlots("loader,file={initrd} at=1,{initrd:bytes}", values),
    "loader,file=initrd.joined at=1,4096",
  );
  assert.equal(
    fillSlots("tap,id=n0,fd={fd:macvtap0}", values),
    "tap,id=n0,fd=5",
  );
});

test("what a value holds is not filled again", () => {
  const again = { ...values, initrd: { file: "{fd:macvtap0}", bytes: 1 } };
  assert.equal(fillSlots("{initrd}", again), "{fd:macvtap0}");
});

test("text without slots stays as it is", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { slots } = slotsIn(text);
      if (slots.length === 0) assert.equal(fillSlots(text, values), text);
    }),
  );
});
