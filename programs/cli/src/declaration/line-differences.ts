/** What differs between two texts, line by line. */

export interface ChangedLine {
  readonly sign: "+" | "-";
  readonly text: string;
}

/** The fewest lines that make one text the other, in their order. In the product of their numbers of lines. */
export function lineDifferences(
  before: string,
  after: string,
): readonly ChangedLine[] {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const common = commonLengths(old, fresh);
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  const changes: ChangedLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    const [one, other] = [old[i], fresh[j]];
    if (one !== undefined && one === other) {
      i += 1;
      j += 1;
    } else if (
      one !== undefined &&
      (other === undefined || at(i + 1, j) >= at(i, j + 1))
    ) {
      changes.push({ sign: "-", text: one });
      i += 1;
    } else {
      changes.push({ sign: "+", text: other ?? "" });
      j += 1;
    }
  }
  return changes;
}

function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

/** How many lines the rests of both from there on have in common. */
function commonLengths(
  old: readonly string[],
  fresh: readonly string[],
): readonly (readonly number[])[] {
  const table = Array.from({ length: old.length + 1 }, () =>
    Array.from({ length: fresh.length + 1 }, () => 0),
  );
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const [row, below] = [table[i] ?? [], table[i + 1] ?? []];
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      row[j] =
        old[i] === fresh[j]
          ? (below[j + 1] ?? 0) + 1
          : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}
