/** `start app`, `start vm`, `start service`. */

import type { Context } from "../context.ts";
import { printStarted } from "../print/replies.ts";

export interface StartAppOptions {
  readonly app: string;
  readonly vm: string;
  readonly args: readonly string[];
}

export async function startApp(
  context: Context,
  options: StartAppOptions,
): Promise<void> {
  const { signal } = context.io;
  const admin = await context.admin();
  await context.print(
    printStarted(await admin.startApplication(options, { signal })),
  );
}

export async function startVm(context: Context, vm: string): Promise<void> {
  const { signal } = context.io;
  const admin = await context.admin();
  await context.print(printStarted(await admin.startVm(vm, { signal })));
}

export async function startService(
  context: Context,
  service: string,
  vm: string,
): Promise<void> {
  const { signal } = context.io;
  const admin = await context.admin();
  await context.print(
    printStarted(await admin.startService({ service, vm }, { signal })),
  );
}
