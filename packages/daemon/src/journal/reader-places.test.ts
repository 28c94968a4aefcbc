import assert from "node:assert/strict";
import { test } from "node:test";
import { journalEntry } from "./memory-journal.ts";
import { type Bound, ReaderPlaces } from "./reader-places.ts";

const endless = async function* () {
  for (;;) yield journalEntry();
};

function bounds(caller: string): readonly Bound[] {
  return [
    { who: "all callers", most: 4 },
    { who: caller, most: 2 },
  ];
}

test("who has as many as one may have leaves the others theirs", async () => {
  const places = new ReaderPlaces();
  const reader = (caller: string) => places.read(bounds(caller), endless);
  const [first, ...others] = ["a", "a", "b"].map(reader);
  for (const one of [first, ...others]) await one?.next();
  const refusal = { code: "exhausted", message: /^a: 2 journals are read/ };
  await assert.rejects(reader("a").next(), refusal);
  await reader("c").next();
  const full = { code: "exhausted", message: /^all callers: 4 journals/ };
  await assert.rejects(reader("b").next(), full);
  await first?.return();
  assert.equal((await reader("b").next()).done, false);
});

test("a source that fails makes room", async () => {
  const places = new ReaderPlaces();
  const failing = () => {
    throw new Error("no");
  };
  for (let time = 0; time < 5; time += 1) {
    const failed = places.read(bounds("a"), failing).next();
    await assert.rejects(failed, { message: "no" });
  }
});
