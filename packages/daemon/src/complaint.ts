/** What a program complains of, as it may stand in a log or an error. */

const LONGEST = 200;

/** The first line of its text, with only what a terminal just shows; empty: it said nothing. */
export function firstLine(untrusted: string): string {
  const [line = ""] = untrusted.trim().split("\n");
  return line.replace(/[^\x20-\x7e]/g, "?").slice(0, LONGEST);
}
