/** Lists: the items of all definitions, by order and position. */

import type { AnyType } from "../declare/option-type.ts";
import { discharge, itemOf, winners } from "../evaluate/discharge.ts";
import { below, formatPath } from "../evaluate/path.ts";
import type { Bare, RawDefinition } from "../evaluate/raw-definition.ts";
import { type Merging, within, wrongType } from "./merging.ts";

export function mergeList(
  definitions: readonly Bare[],
  merging: Merging,
  of: AnyType,
): readonly unknown[] {
  const items: unknown[] = [];
  for (const bare of definitions) {
    if (Array.isArray(bare.value)) addItems(items, bare, { ...merging, of });
    else wrongType(bare, merging);
  }
  return Object.freeze(items);
}

type MergingItems = Merging & { readonly of: AnyType };

function addItems(items: unknown[], bare: Bare, merging: MergingItems): void {
  const written: readonly unknown[] = Array.isArray(bare.value)
    ? bare.value
    : [];
  for (const [index, content] of written.entries()) {
    for (const item of itemsOf(itemOf(bare, index, content), merging)) {
      const path = below(merging.path, items.length);
      items.push(
        merging.merge(
          [item],
          within(merging, { path, of: merging.of, name: "*" }),
        ),
      );
    }
  }
}

/** One item; none when its condition is false; several when it has parts. */
function itemsOf(item: RawDefinition, merging: Merging): readonly Bare[] {
  const { content } = item;
  if (content === undefined || typeof content === "function") {
    wrongType({ ...item, value: content }, merging, "an item");
    return [];
  }
  const { engine, path } = merging;
  const result = discharge([item], { engine, path: () => formatPath(path) });
  if (result.failed.length > 0) merging.failed();
  return result.bare.length < 2 ? result.bare : winners(result.bare);
}
