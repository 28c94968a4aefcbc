/** The shapes an application manifest had in 2024, as today's list. */

import type { Place } from "../findings.ts";

/**
 * An object of name and command becomes a list, as does JSON text of either;
 * anything else is left for the reader of the list to judge.
 */
export function listApplications(untrusted: unknown, place: Place): unknown {
  const value =
    typeof untrusted === "string" ? parseJson(untrusted, place) : untrusted;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.entries(value).map(([name, command]) => ({ name, command }));
}

/** @returns undefined when the text is no JSON; the problem is noted */
export function parseJson(untrusted: string, place: Place): unknown {
  try {
    return JSON.parse(untrusted);
  } catch {
    place.wrong("JSON text", untrusted);
    return undefined;
  }
}
