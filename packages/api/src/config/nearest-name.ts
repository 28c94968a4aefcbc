/** "Did you mean": the known name that a mistyped one is closest to. */

/** Longer names are not compared; no name of ours is near this. */
const LONGEST = 64;

/**
 * The candidate with the fewest single-character edits, if they are few for its
 * length (a third of it, at least one). Case, `_` and `-` do not count.
 */
export function nearestName(
  untrusted: string,
  candidates: readonly string[],
): string | undefined {
  if (untrusted.length > LONGEST) return undefined;
  const wanted = bare(untrusted);
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const name = bare(candidate);
    const edits = editDistance(wanted, name);
    const few = Math.max(1, Math.floor(name.length / 3));
    if (edits <= few && edits < fewest) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

/** Levenshtein distance: insertions, deletions and replacements of code points that make one text the other. */
export function editDistance(one: string, other: string): number {
  const columns = [...other];
  let above = Array.from({ length: columns.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...one].entries()) {
    const line = [row + 1];
    for (const [column, against] of columns.entries()) {
      const replaced = (above[column] ?? 0) + (letter === against ? 0 : 1);
      const inserted = (line[column] ?? 0) + 1;
      const deleted = (above[column + 1] ?? 0) + 1;
      line.push(Math.min(replaced, inserted, deleted));
    }
    above = line;
  }
  return above.at(-1) ?? 0;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, "");
}
