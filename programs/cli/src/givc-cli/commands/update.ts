/** `update list` and `update cachix`: the host's system versions, through the admin. */

import { nonEmpty } from "../../connection/environment.ts";
import { CliError } from "../../ghaf/cli-error.ts";
import { visibleLines } from "../../output/visible.ts";
import type { Context } from "../context.ts";
import { printGenerations } from "../print/replies.ts";

export interface CachixOptions {
  readonly cache: string;
  readonly cachixHost?: string;
  /** Secret; goes into the request and nowhere else. */
  readonly token?: string;
}

export async function listGenerations(context: Context): Promise<void> {
  const { signal } = context.io;
  const admin = await context.admin();
  await context.print(
    printGenerations(await admin.listGenerations({ signal })),
  );
}

/** What the update says on the host goes to stderr. */
export async function updateFromCachix(
  context: Context,
  pin: string,
  options: CachixOptions,
): Promise<void> {
  const { signal, stderr } = context.io;
  const token = options.token ?? nonEmpty(context.env["CACHIX_TOKEN"]);
  const admin = await context.admin();
  const steps = admin.setGeneration({ pin, ...options, token }, { signal });
  let finished = false;
  for await (const step of steps) {
    const said = `${step.output ?? ""}${step.error ?? ""}`;
    if (said !== "") await stderr.write(visibleLines(said));
    finished ||= step.finished;
  }
  if (!finished) {
    throw new CliError("failed", "the update ended without saying how");
  }
}
