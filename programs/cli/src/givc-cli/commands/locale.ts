/** `set-locale` and `set-timezone`, for every machine of the device. */

import type { Context } from "../context.ts";
import { parseLocaleArguments } from "./locale-arguments.ts";

export async function setLocale(
  context: Context,
  assignments: readonly string[],
): Promise<void> {
  const parsed = parseLocaleArguments(assignments);
  const { signal } = context.io;
  const admin = await context.admin();
  await admin.setLocale(parsed, { signal });
}

/** Checked by the admin alone. */
export async function setTimezone(
  context: Context,
  timezone: string,
): Promise<void> {
  const { signal } = context.io;
  const admin = await context.admin();
  await admin.setTimezone(timezone, { signal });
}
