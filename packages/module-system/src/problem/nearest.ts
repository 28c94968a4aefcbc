/** Names that a person may have meant. */

/** The closest few, best first; nothing when none is close. */
export function nearest(
  typed: string,
  names: readonly string[],
  most = 3,
): readonly string[] {
  const limit =
    typed.length < 5 ? 1 : Math.max(2, Math.floor(typed.length / 3));
  return [...new Set(names)]
    .map((name) => ({ name, far: distance(typed, name) }))
    .filter(({ name, far }) => far <= limit || contains(name, typed))
    .sort((one, other) => one.far - other.far || compare(one.name, other.name))
    .slice(0, most)
    .map(({ name }) => name);
}

function contains(name: string, typed: string): boolean {
  const isBeginning = name.length >= 3 && typed.startsWith(name);
  return isBeginning || (typed.length >= 3 && name.includes(typed));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one into the other. */
function distance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const swapped =
        one[row - 1] === other[column - 2] &&
        one[row - 2] === other[column - 1];
      current[column] = Math.min(
        at(current, column - 1) + 1,
        at(last, column) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, other.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
