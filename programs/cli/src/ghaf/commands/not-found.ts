/** Adds to "not found" the names that a person may have meant. */

import { ControlError, type QueryItem } from "@ghaf/client";
import { nearest } from "@ghaf/module-system/nearest";
import { CliError } from "../cli-error.ts";
import type { Control } from "../control.ts";
import { toCliError } from "../to-cli-error.ts";

export interface Sought {
  /** What the person typed. */
  readonly typed: string;
  /** The names that it could have been. */
  readonly names: (items: readonly QueryItem[]) => readonly string[];
  /** The command that lists them. */
  readonly list: string;
  /** Only the host can do it, so nothing is found where there is none. */
  readonly needsHost?: boolean;
  /** What to say when the name is right, so that something else was not found. */
  readonly otherwise?: string;
}

/** Runs a call; when it fails because there is no such thing, says what there is. */
export async function suggesting<Result>(
  control: Control,
  sought: Sought,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    const failure = toCliError(error);
    if (failure.code !== "not-found" || !(error instanceof ControlError)) {
      throw error;
    }
    throw new CliError("not-found", failure.message, {
      causes: failure.causes,
      hints: await hintsOf(sought, control),
      cause: error,
    });
  }
}

/** The hints for a name that is not there. */
export function suggestions(
  sought: Sought,
  items: readonly QueryItem[],
): readonly string[] {
  if (sought.needsHost === true && !items.some(isHost)) {
    return ["no host agent has registered with this admin: is it running?"];
  }
  const names = sought.names(items);
  if (names.includes(sought.typed)) {
    return sought.otherwise === undefined ? [] : [sought.otherwise];
  }
  const close = nearest(sought.typed, names);
  const meant = close.length === 0 ? [] : [`did you mean ${close.join(", ")}?`];
  return [...meant, `try: ${sought.list}`];
}

function isHost({ vmType, serviceType }: QueryItem): boolean {
  return vmType === "Host" && serviceType === "Mgr";
}

/** Advice is given only as far as the admin still answers. */
async function hintsOf(
  sought: Sought,
  { client, settings }: Control,
): Promise<readonly string[]> {
  try {
    return suggestions(sought, await client.queryList(settings));
  } catch {
    return [`try: ${sought.list}`];
  }
}
