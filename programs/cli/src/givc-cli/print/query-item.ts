/** Rows of the registry and changes to them, in JSON and in debug notation (control-plane specification 4.3). */

import type { ItemChange, QueryItem } from "@ghaf/client";
import { jsonLine } from "../../output/render.ts";
import {
  type DebugValue,
  debugLine,
  debugLines,
  list,
  option,
  struct,
  text,
  tuple,
  word,
} from "./debug-value.ts";

/** The reference's words for what happened to a row. */
const EVENT_NAMES: Readonly<Record<ItemChange["kind"], string>> = {
  added: "UnitRegistered",
  updated: "UnitStatusChanged",
  removed: "UnitShutdown",
};

/** The list, with its final newline. */
export function printItems(
  items: readonly QueryItem[],
  asJson: boolean,
): string {
  return asJson
    ? jsonLine(items.map(record))
    : `${debugLines(list(items.map(debugItem)))}\n`;
}

/** One change on one line, with its final newline. */
export function printChange(change: ItemChange, asJson: boolean): string {
  const name = EVENT_NAMES[change.kind];
  return asJson
    ? jsonLine({ [name]: record(change.item) })
    : `${debugLine(tuple(name, debugItem(change.item)))}\n`;
}

/** The order of the keys is part of the format. */
function record(item: QueryItem) {
  return {
    name: item.name,
    description: item.description,
    status: item.status,
    trust_level: item.trustLevel,
    vm_type: item.vmType,
    service_type: item.serviceType,
    vm_name: item.vmName,
    agent_name: item.agentName,
  };
}

function debugItem(item: QueryItem): DebugValue {
  return struct("QueryResult", {
    name: text(item.name),
    description: text(item.description),
    status: enumWord(item.status),
    trust_level: enumWord(item.trustLevel),
    vm_type: enumWord(item.vmType),
    service_type: enumWord(item.serviceType),
    vm_name: option(item.vmName, text),
    agent_name: option(item.agentName, text),
  });
}

/** A word of a newer server may be anything; only what looks like a word goes without quotes. */
function enumWord(untrusted: string): DebugValue {
  return /^[A-Za-z]\w*$/.test(untrusted) ? word(untrusted) : text(untrusted);
}
