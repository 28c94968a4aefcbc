/** `get-status`, `get-stats`, `sysinfo`: what one unit or machine says of itself. */

import type { Context } from "../context.ts";
import { printStats, printSysinfo, printUnitStatus } from "../print/replies.ts";

export async function getStatus(
  context: Context,
  vm: string,
  unit: string,
): Promise<void> {
  const { signal } = context.io;
  const admin = await context.admin();
  const status = await admin.getUnitStatus({ vm, unit }, { signal });
  await context.print(printUnitStatus(status));
}

export async function getStats(context: Context, vm: string): Promise<void> {
  const { signal } = context.io;
  const admin = await context.admin();
  await context.print(printStats(await admin.getStats(vm, { signal })));
}

export async function sysinfo(context: Context): Promise<void> {
  const { signal } = context.io;
  const admin = await context.admin();
  await context.print(printSysinfo(await admin.sysinfo({ signal })));
}
