/** `query` and `query-list`: the rows of the registry, all of them or those asked for. */

import type { QueryItem } from "@ghaf/client";
import type { Context } from "../context.ts";
import { printItems } from "../print/query-item.ts";
import { requireUnitType } from "./unit-type.ts";

export interface QueryOptions {
  readonly asJson?: boolean;
  /** Unit type number, 0 to 14. */
  readonly byType?: number;
  /** Exact names; a row needs one of them. */
  readonly byName?: readonly string[];
}

export async function query(
  context: Context,
  options: QueryOptions,
): Promise<void> {
  const wanted = filterOf(options);
  const { signal } = context.io;
  const admin = await context.admin();
  const items = (await admin.queryList({ signal })).filter(wanted);
  await context.print(printItems(items, options.asJson ?? false));
}

function filterOf(options: QueryOptions): (item: QueryItem) => boolean {
  const { byType, byName } = options;
  const type = byType === undefined ? undefined : requireUnitType(byType);
  return (item) =>
    (type === undefined ||
      (item.vmType === type.vmType && item.serviceType === type.serviceType)) &&
    (byName === undefined || byName.includes(item.name));
}
