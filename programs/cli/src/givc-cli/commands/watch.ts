/** `watch`: a line for every change to the registry, for as long as somebody reads. */

import { ItemList } from "@ghaf/client";
import { visible } from "../../output/visible.ts";
import type { Context } from "../context.ts";
import { printChange, printItems } from "../print/query-item.ts";

export interface WatchCommandOptions {
  readonly asJson?: boolean;
  /** Print the list before the changes. */
  readonly initial?: boolean;
  /** Number of changes after which the command is done. */
  readonly limit?: number;
}

/**
 * A connection that is lost after the list has come is opened again; what
 * changed meanwhile is printed as the changes it amounts to.
 */
export async function watch(
  context: Context,
  options: WatchCommandOptions,
): Promise<void> {
  const asJson = options.asJson ?? false;
  const rows = new ItemList();
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  for await (const event of await subscribe(context)) {
    if (event.kind === "initial" && options.initial) {
      await context.print(printItems(event.items, asJson));
    }
    for (const change of rows.apply(event).slice(0, left)) {
      await context.print(printChange(change, asJson));
      left -= 1;
    }
    if (left === 0) return;
  }
}

/** Says once per loss, not once per attempt, that nobody is watching. */
async function* subscribe(context: Context) {
  const admin = await context.admin();
  let interrupted = false;
  const events = admin.watch({
    signal: context.io.signal,
    firstAttempt: "fail",
    onInterrupted: ({ message }) => {
      if (interrupted) return;
      interrupted = true;
      context.warn(`watch interrupted: ${visible(message)}; trying again`);
    },
  });
  for await (const event of events) {
    interrupted = false;
    yield event;
  }
}
