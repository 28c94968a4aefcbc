/** Values that stand at more than one place although there may be only one. */

export interface Use {
  /** The option with the value. */
  readonly path: string;
  /** What may be there once, in the form in which two are compared. */
  readonly value: string;
}

export interface Repetition<U extends Use> {
  readonly first: U;
  /** A later use of the same value. */
  readonly again: U;
}

/** Every use but the first of its value, beside that first one; in the order given. */
export function repeated<U extends Use>(
  uses: readonly U[],
): readonly Repetition<U>[] {
  const firsts = new Map<string, U>();
  const repetitions: Repetition<U>[] = [];
  for (const again of uses) {
    const first = firsts.get(again.value);
    if (first === undefined) firsts.set(again.value, again);
    else repetitions.push({ first, again });
  }
  return repetitions;
}
