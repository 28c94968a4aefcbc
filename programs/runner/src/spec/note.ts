/** One problem of a launch specification, in the words of configuration problems. */

import { quote } from "@ghaf/api";
import type { ConfigProblem } from "@ghaf/api/config";

/** Notes one problem; the reading goes on. */
export type Note = (problem: ConfigProblem) => void;

/** A problem as configuration problems are written. */
export function wrong(
  path: string,
  expected: string,
  given: string,
): ConfigProblem {
  return { path, expected, given };
}

/** A text as it is shown; the empty one is what is there when nothing is. */
export function shown(untrusted: string): string {
  return untrusted === "" ? "nothing" : quote(untrusted);
}
