/** `notify-user`: a desktop notification on one machine. */

import type { Notification } from "@ghaf/client";
import type { Context } from "../context.ts";
import { printNotified } from "../print/replies.ts";

export interface NotifyOptions {
  readonly event: string;
  readonly title: string;
  /** Low or critical in any case; every other word means normal. */
  readonly urgency: string;
  readonly icon: string;
  readonly message: string;
}

export async function notifyUser(
  context: Context,
  vm: string,
  options: NotifyOptions,
): Promise<void> {
  const { signal, hostname } = context.io;
  const admin = await context.admin();
  const status = await admin.notifyUser(
    vm,
    {
      ...options,
      event: `[${hostname}] ${options.event}`,
      urgency: urgencyOf(options.urgency),
    },
    { signal },
  );
  await context.print(printNotified(status));
}

function urgencyOf(untrusted: string): Notification["urgency"] {
  const word = untrusted.toLowerCase();
  return word === "low" || word === "critical" ? word : "normal";
}
