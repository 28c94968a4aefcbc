import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ENDLESS, mergeByTime, type Patience } from "./merge.ts";

interface Item {
  readonly timeUs: bigint;
  readonly of: number;
}

async function* stream(of: number, times: readonly number[]) {
  for (const time of times) yield { timeUs: BigInt(time), of };
}

async function all(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const ordered = fc
  .array(fc.nat({ max: 20 }))
  .map((times) => times.toSorted((one, other) => one - other));

test("streams that end are merged in order, and nothing is lost", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(ordered, { maxLength: 5 }), async (lists) => {
      const streams = lists.map((times, of) => stream(of, times));
      const merged = await all(mergeByTime(streams, ENDLESS));
      const times = merged.map(({ timeUs }) => Number(timeUs));
      assert.deepEqual(
        times,
        lists.flat().toSorted((a, b) => a - b),
      );
      lists.forEach((list, index) => {
        const own = merged.filter(({ of }) => of === index);
        assert.deepEqual(
          own.map(({ timeUs }) => Number(timeUs)),
          list,
        );
      });
    }),
  );
});

/** A stream whose values come when they are pushed. */
class Pushed implements AsyncIterable<Item> {
  readonly #of: number;
  readonly #values: Item[] = [];
  #wake = () => {};
  isEnded = false;

  constructor(of: number) {
    this.#of = of;
  }

  push(time: number): void {
    this.#values.push({ timeUs: BigInt(time), of: this.#of });
    this.#wake();
  }

  [Symbol.asyncIterator](): AsyncIterator<Item> {
    return {
      next: async () => {
        while (this.#values.length === 0) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
        const [value] = this.#values.splice(0, 1);
        assert.ok(value);
        return { value };
      },
      return: async () => {
        this.isEnded = true;
        return { done: true, value: undefined };
      },
    };
  }
}

/** Patience that ends when it is told to. */
function handHeld() {
  let ends: (() => void)[] = [];
  const patience: Patience = () =>
    new Promise((resolve) => {
      ends.push(resolve);
    });
  const lose = () => {
    for (const end of ends) end();
    ends = [];
  };
  return { patience, lose };
}

const turn = () => new Promise(setImmediate);

test("a stream that is quiet holds the others up only so long", async () => {
  const [chatty, quiet] = [new Pushed(0), new Pushed(1)];
  const { patience, lose } = handHeld();
  const merged = mergeByTime([chatty, quiet], patience);
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { timeUs, of } of merged) {
      seen.push(`${of}:${timeUs}`);
      if (timeUs === 9n) break;
    }
  })();
  chatty.push(2);
  await turn();
  assert.deepEqual(seen, [], "the other may still come with an earlier one");
  quiet.push(1);
  await turn();
  assert.deepEqual(seen, ["1:1"]);
  lose();
  await turn();
  assert.deepEqual(seen, ["1:1", "0:2"]);
  lose();
  chatty.push(3);
  await turn();
  assert.deepEqual(seen, ["1:1", "0:2", "0:3"], "it is not waited for again");
  quiet.push(9);
  lose();
  await reading;
  assert.deepEqual([chatty.isEnded, quiet.isEnded], [true, true]);
});

test("a failure of one ends all", async () => {
  const other = new Pushed(0);
  const failing = (async function* (): AsyncGenerator<Item> {
    yield { timeUs: 1n, of: 1 };
    throw new Error("lost");
  })();
  other.push(0);
  const merged = mergeByTime([other, failing], async () => undefined);
  await assert.rejects(all(merged), /lost/);
  assert.equal(other.isEnded, true);
  assert.deepEqual(await all(mergeByTime([], ENDLESS)), []);
});
