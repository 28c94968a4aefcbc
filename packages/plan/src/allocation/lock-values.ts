/** The values that a lock file has, each read or refused with its place. */

import { PlanError } from "../plan-error.ts";

export function objectAt(
  untrusted: unknown,
  path: string,
): Readonly<Record<string, unknown>> {
  if (
    typeof untrusted !== "object" ||
    untrusted === null ||
    Array.isArray(untrusted)
  ) {
    throw wrong(path, "an object", untrusted);
  }
  return untrusted as Readonly<Record<string, unknown>>;
}

/** Refuses names that mean nothing, which a person may have mistyped. */
export function keysOf(
  object: Readonly<Record<string, unknown>>,
  { path, known }: { readonly path: string; readonly known: readonly string[] },
): void {
  const unknown = Object.keys(object).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw wrong(path, `one of ${known.join(", ")}`, unknown);
}

export function wholeNumber(
  untrusted: unknown,
  range: { readonly path: string; readonly from: number; readonly to: number },
): number {
  const { path, from, to } = range;
  const fits =
    typeof untrusted === "number" &&
    Number.isInteger(untrusted) &&
    untrusted >= from &&
    untrusted <= to;
  if (!fits)
    throw wrong(path, `a whole number from ${from} to ${to}`, untrusted);
  return untrusted;
}

/** A VM or an interface of the host. */
export function nameText(untrusted: string, path: string): string {
  if (/^[A-Za-z0-9][\w.-]{0,63}$/.test(untrusted)) return untrusted;
  throw wrong(path, "names like app-vm", untrusted);
}

export function deviceText(untrusted: unknown, path: string): string {
  if (typeof untrusted === "string" && /^[0-9a-f]{32}$/.test(untrusted)) {
    return untrusted;
  }
  throw wrong(path, "32 hexadecimal digits", untrusted);
}

export function macText(untrusted: unknown, path: string): string {
  if (
    typeof untrusted === "string" &&
    /^[0-9a-f][26ae](:[0-9a-f]{2}){5}$/.test(untrusted)
  ) {
    return untrusted;
  }
  throw wrong(path, "a MAC address like 02:00:00:03:11:01", untrusted);
}

/** So much of a wrong value is repeated. */
const SHOWN = 60;

function wrong(path: string, expected: string, given: unknown): PlanError {
  const shown = (JSON.stringify(given) ?? "nothing").slice(0, SHOWN);
  const place = path === "" ? "the lock file" : `${path} of the lock file`;
  return new PlanError(
    "lock-shape",
    `${place} has ${shown} instead of ${expected}`,
    {
      path,
    },
  );
}
