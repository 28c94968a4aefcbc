/** Commands that do something to a running unit or to the whole device and print nothing. */

import type { Context } from "../context.ts";

/** What is done to an application instance, or to any registered unit, by its exact name. */
export type ApplicationVerb = "stop" | "pause" | "resume";
export type PowerVerb = "poweroff" | "reboot" | "suspend" | "wakeup";

export async function controlApplication(
  context: Context,
  verb: ApplicationVerb,
  name: string,
): Promise<void> {
  const { signal } = context.io;
  const admin = await context.admin();
  switch (verb) {
    case "stop":
      await admin.stopApplication({ name }, { signal });
      return;
    case "pause":
      await admin.pauseApplication({ name }, { signal });
      return;
    case "resume":
      await admin.resumeApplication({ name }, { signal });
      return;
  }
}

export async function stopService(
  context: Context,
  service: string,
  vm: string,
): Promise<void> {
  const { signal } = context.io;
  const admin = await context.admin();
  await admin.stopService({ service, vm }, { signal });
}

export async function power(context: Context, verb: PowerVerb): Promise<void> {
  const { signal } = context.io;
  const admin = await context.admin();
  await admin[verb]({ signal });
}
