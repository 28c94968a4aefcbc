import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ItemList } from "./item-list.ts";
import type { QueryItem } from "./query-item.ts";
import type { WatchEvent } from "./watch-event.ts";

const item: fc.Arbitrary<QueryItem> = fc.record({
  name: fc.constantFrom("foot@0.service", "cat@0.service", "x.service"),
  description: fc.constantFrom("", "one", "two"),
  status: fc.constantFrom("Running", "PoweredOff", "Paused", "Sleeping"),
  trustLevel: fc.constant("Warning"),
  vmType: fc.constant("AppVM"),
  serviceType: fc.constant("App"),
  vmName: fc.constantFrom("app-vm", "", null),
  agentName: fc.constantFrom("givc-app-vm.service", null),
});
const key = (one: QueryItem) =>
  JSON.stringify([one.name, one.vmName, one.agentName]);
const rows = fc.uniqueArray(item, { selector: key });
const event: fc.Arbitrary<WatchEvent> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("initial" as const, "resync" as const),
    items: rows,
  }),
  fc.record({
    kind: fc.constantFrom("added" as const, "updated" as const),
    item,
  }),
  fc.record({ kind: fc.constant("removed" as const), item }),
);

function sorted(items: readonly QueryItem[]): string[] {
  return items.map((one) => JSON.stringify(one)).sort();
}

function folded(events: readonly WatchEvent[]): ItemList {
  const list = new ItemList();
  for (const one of events) list.apply(one);
  return list;
}

test("after a list, the rows are that list, whatever came before", () => {
  fc.assert(
    fc.property(fc.array(event), rows, (before, items) => {
      const list = folded(before);
      list.apply({ kind: "resync", items });
      assert.deepEqual(sorted(list.items), sorted(items));
    }),
  );
});

test("the changes of a resync, applied one by one, lead to the same rows", () => {
  fc.assert(
    fc.property(rows, rows, (before, after) => {
      const jumped = folded([{ kind: "initial", items: before }]);
      const walked = folded([{ kind: "initial", items: before }]);
      for (const change of jumped.apply({ kind: "resync", items: after })) {
        walked.apply(change);
      }
      assert.deepEqual(sorted(walked.items), sorted(jumped.items));
    }),
  );
});

test("a resync to the same rows is no change", () => {
  fc.assert(
    fc.property(rows, (items) => {
      const list = folded([{ kind: "initial", items }]);
      assert.deepEqual(list.apply({ kind: "resync", items }), []);
    }),
  );
});

test("a removed row is gone, an added one is there once", () => {
  fc.assert(
    fc.property(rows, item, (items, one) => {
      const list = folded([{ kind: "initial", items }]);
      list.apply({ kind: "added", item: one });
      list.apply({ kind: "added", item: one });
      const same = list.items.filter((row) => key(row) === key(one));
      assert.deepEqual(same, [one]);
      list.apply({ kind: "removed", item: one });
      assert.equal(
        list.items.some((row) => key(row) === key(one)),
        false,
      );
    }),
  );
});
