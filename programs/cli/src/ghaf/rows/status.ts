/** What colour a status has. */

import type { Tone } from "../../output/colour.ts";

/** Of the words in QueryListItem.VmStatus; a newer word is plain. */
export function statusTone(status: string): Tone {
  switch (status) {
    case "Running":
      return "good";
    case "Paused":
      return "warning";
    case "PoweredOff":
      return "quiet";
    default:
      return "plain";
  }
}

/** By name, numbers in names by their value: `foot@2` before `foot@10`. */
export function byName(
  one: { readonly name: string },
  other: { readonly name: string },
): number {
  const options = { numeric: true };
  return one.name.localeCompare(other.name, "en", options);
}
