/** The table that a benchmark run prints: what, the figures, the goal and whether it was met. */

export interface Row {
  readonly what: string;
  readonly figure: string;
  /** Absent: the figure stands for itself. */
  readonly goal?: { readonly text: string; readonly met: boolean };
}

export interface Section {
  readonly title: string;
  readonly run: () => Promise<readonly Row[]>;
}

/** A goal that is met when `value` is at most `limit`. */
export function atMost(value: number, limit: number, text: string) {
  return { text: `<= ${text}`, met: value <= limit };
}

/** A goal that is met when `value` is at least `limit`. */
export function atLeast(value: number, limit: number, text: string) {
  return { text: `>= ${text}`, met: value >= limit };
}

/** One section as Markdown. */
export function markdown(title: string, rows: readonly Row[]): string {
  const lines = rows.map(
    ({ what, figure, goal }) =>
      `| ${what} | ${figure} | ${goal?.text ?? ""} | ${verdict(goal)} |`,
  );
  return [
    `### ${title}`,
    "",
    "| what | figure | goal | met |",
    "|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
}

function verdict(goal: Row["goal"]): string {
  if (goal === undefined) return "";
  return goal.met ? "yes" : "**no**";
}
