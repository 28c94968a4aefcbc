/** What checks say to a person who named something that is not there. */

import { nearest } from "@ghaf/module-system";

/** So many names are still read. */
const MOST = 8;

/** The names that may have been meant, as a clause: `did you mean gui-vm?`, or which names there are. */
export function suggestion(typed: string, known: Iterable<string>): string {
  const names = [...known];
  const [near] = nearest(typed, names, 1);
  if (near !== undefined) return `did you mean ${near}?`;
  if (names.length === 0) return "there is none";
  const shown = names.slice(0, MOST).join(", ");
  if (names.length === 1) return `there is only ${shown}`;
  return `there are ${shown}${names.length > MOST ? " and more" : ""}`;
}
