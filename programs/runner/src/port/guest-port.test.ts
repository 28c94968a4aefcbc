import assert from "node:assert/strict";
import { Duplex } from "node:stream";
import { test } from "node:test";
import fc from "fast-check";
import { GuestPort } from "./guest-port.ts";
import { type GuestWord, parseGuestWord } from "./guest-words.ts";

/** A guest that says what the test pushes, and reads only when told to. */
function guest(options: { readonly reads: boolean } = { reads: true }) {
  let heard = "";
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk, _encoding, done) => {
      heard += chunk;
      if (options.reads) done();
    },
  });
  const words: GuestWord[] = [];
  let nonsense = 0;
  const port = new GuestPort(stream);
  port.on("word", (word) => words.push(word));
  port.on("nonsense", () => {
    nonsense += 1;
  });
  const say = async (text: string) => {
    stream.push(text);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { port, words, say, heard: () => heard, nonsense: () => nonsense };
}

test("a guest tells of its way", async () => {
  const { words, say, nonsense } = guest();
  await say("STATUS mounting\r\nREA");
  await say("DY\nSTOPPING\n");
  assert.deepEqual(words, [
    { kind: "status", text: "mounting" },
    { kind: "ready" },
    { kind: "stopping" },
  ]);
  assert.equal(nonsense(), 0);
});

test("a guest is told in lines", () => {
  const { port, heard } = guest();
  port.send({ kind: "time", unixMs: 1_800_000_000_123 });
  port.send({ kind: "seed", bytes: new Uint8Array(32).fill(255) });
  port.send({ kind: "poweroff" });
  port.send({ kind: "reboot" });
  assert.equal(
    heard(),
    `TIME 1800000000123\nSEED ${"/".repeat(42)}8=\nPOWEROFF\nREBOOT\n`,
  );
});

test("nonsense is told once, and words after it still count", async () => {
  const { words, say, nonsense } = guest();
  await say(`ready\n${"x".repeat(10_000)}\nSTATUS \nREADY now\nREADY\n`);
  assert.deepEqual(words, [{ kind: "ready" }]);
  assert.equal(nonsense(), 1);
});

test("a status is short and shows itself, whatever is in it", () => {
  const text = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(text, (untrusted) => {
      const word = parseGuestWord(`STATUS x${untrusted}`);
      assert.ok(word?.kind === "status");
      assert.ok(word.text.length <= 200);
      assert.doesNotMatch(word.text, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test("a guest that does not read costs bounded memory", () => {
  const { port } = guest({ reads: false });
  const seed = { kind: "seed", bytes: new Uint8Array(32) } as const;
  const taken = Array.from({ length: 10_000 }, () => port.send(seed));
  assert.ok(taken.filter(Boolean).length < 2_000);
  assert.equal(taken.at(-1), false);
});

test("nothing is sent when the port has closed", () => {
  const { port } = guest();
  port.close();
  assert.equal(port.send({ kind: "poweroff" }), false);
});
