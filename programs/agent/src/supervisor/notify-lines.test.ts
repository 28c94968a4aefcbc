import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Said } from "./keeper-messages.ts";
import { NotifyLines } from "./notify-lines.ts";

function take(lines: NotifyLines, text: string): Said {
  return lines.take(Buffer.from(text));
}

test("the words of sd_notify that mean something here", () => {
  const lines = new NotifyLines();
  assert.deepEqual(take(lines, "READY=1\nSTATUS=übers Netz\nERRNO=2\n\n"), {
    isReady: true,
    isStopping: false,
    status: "übers Netz",
  });
  assert.deepEqual(take(lines, "STATUS=a\nSTATUS=b\nSTOPPING=1\nREADY=0\n"), {
    isReady: false,
    isStopping: true,
    status: "b",
  });
});

test("nothing is said before its line has ended", () => {
  const lines = new NotifyLines();
  assert.equal(take(lines, "READY").isReady, false);
  assert.equal(take(lines, "=1").isReady, false);
  assert.equal(take(lines, "\n").isReady, true);
});

test("a line that is too long says nothing, and the next one does", () => {
  const lines = new NotifyLines();
  const long = `STATUS=${"x".repeat(5_000)}`;
  assert.equal(take(lines, `${long}\n`).status, undefined);
  assert.equal(take(lines, long).status, undefined);
  assert.equal(take(lines, "y\nREADY=1\n").isReady, true);
});

test("it does not matter where the bytes are cut", () => {
  const word = fc.constantFrom("READY=1", "STOPPING=1", "STATUS=größer", "X");
  const cuts = fc.array(fc.nat(80), { maxLength: 5 });
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), cuts, (words, places) => {
      const bytes = Buffer.from(words.map((each) => `${each}\n`).join(""));
      const lines = new NotifyLines();
      const ends = [...places.sort((one, other) => one - other), bytes.length];
      const said = ends.map((end, index) =>
        lines.take(bytes.subarray(ends[index - 1] ?? 0, end)),
      );
      const whole = new NotifyLines().take(bytes);
      assert.equal(
        said.some(({ isReady }) => isReady),
        whole.isReady,
      );
      assert.equal(
        said.some(({ isStopping }) => isStopping),
        whole.isStopping,
      );
      const last = said.findLast(({ status }) => status !== undefined);
      assert.equal(last?.status, whole.status);
    }),
  );
});
