/** `test ensure`: succeeds as soon as a row is registered. */

import {
  type ControlClient,
  ControlError,
  type QueryItem,
  type UnitType,
} from "@ghaf/client";
import { CliError } from "../../ghaf/cli-error.ts";
import { visible } from "../../output/visible.ts";
import type { Context } from "../context.ts";
import { requireUnitType } from "./unit-type.ts";

export interface EnsureOptions {
  readonly name: string;
  /** How often to look, once per second. */
  readonly retry: number;
  /** Unit type number that the row must have. */
  readonly type?: number;
  readonly vm?: string;
}

const BETWEEN_TRIES_MS = 1_000;

/**
 * Asks again rather than watches: what the command promises is a number of
 * tries, and a policy may allow QueryList alone. An admin that does not answer
 * is a try too, since this is what scripts run while machines boot.
 */
export async function ensure(
  context: Context,
  options: EnsureOptions,
): Promise<void> {
  const { io } = context;
  const type =
    options.type === undefined ? undefined : requireUnitType(options.type);
  const admin = await context.admin();
  for (let left = options.retry; ; ) {
    const rows = await rowsNamed(admin, options.name, io.signal);
    if (Array.isArray(rows) && rows.length > 0) {
      return checkRows(rows, options, type);
    }
    left -= 1;
    if (left <= 0 || io.signal.aborted) throw notThere(rows, options.name);
    await io.wait(BETWEEN_TRIES_MS, io.signal);
  }
}

type Found = readonly QueryItem[] | ControlError;

async function rowsNamed(
  admin: ControlClient,
  name: string,
  signal: AbortSignal,
): Promise<Found> {
  try {
    const items = await admin.queryList({ signal });
    return items.filter((item) => item.name === name);
  } catch (error) {
    if (error instanceof ControlError && isPassing(error)) return error;
    throw error;
  }
}

function isPassing({ code }: ControlError): boolean {
  return code === "unavailable" || code === "deadline-exceeded";
}

/** One of the rows must be what is wanted; machines may have units of a name in common. */
function checkRows(
  rows: readonly QueryItem[],
  { name, vm }: EnsureOptions,
  type: UnitType | undefined,
): void {
  const ofType = rows.filter(
    (row) =>
      type === undefined ||
      (row.vmType === type.vmType && row.serviceType === type.serviceType),
  );
  if (ofType.length === 0) {
    const types = rows.map((row) => `${row.vmType}/${row.serviceType}`);
    throw mismatch(name, "wrong type", types);
  }
  if (vm !== undefined && !ofType.some((row) => row.vmName === vm)) {
    const vms = ofType.map((row) => row.vmName ?? "none");
    throw mismatch(name, "wrong VM", vms);
  }
}

function mismatch(
  name: string,
  what: string,
  found: readonly string[],
): CliError {
  const list = found.map((one) => visible(one) || "(empty)").join(", ");
  return new CliError("failed", `${name} registered with ${what}: ${list}`);
}

function notThere(last: Found, name: string): Error {
  return last instanceof ControlError
    ? last
    : new CliError("failed", `${name} not registered`);
}
