/** Options by what a person remembers of them: a name, part of one, or words of a description. */

import { parsePath } from "@ghaf/module-system";
import { nearest } from "@ghaf/module-system/nearest";

interface Named {
  readonly name: string;
  readonly description: string;
}

/** Those that have every word, in name or description; the names come first that have them best. */
export function searchOptions<Option extends Named>(
  options: readonly Option[],
  words: readonly string[],
): readonly Option[] {
  const wanted = words.map((word) => word.toLowerCase());
  return options
    .map((option) => ({ option, rank: rankOf(option, wanted) }))
    .filter(({ rank }) => Number.isFinite(rank))
    .sort(
      (one, other) =>
        one.rank - other.rank || compare(one.option.name, other.option.name),
    )
    .map(({ option }) => option);
}

function rankOf(option: Named, words: readonly string[]): number {
  return words.reduce((sum, word) => sum + rankOfWord(option, word), 0);
}

/** Lower is better; infinite without a match. */
function rankOfWord({ name, description }: Named, word: string): number {
  const lower = name.toLowerCase();
  const steps = lower.split(".");
  if (lower === word || steps.at(-1) === word) return 0;
  if (steps.includes(word)) return 1;
  if (steps.some((step) => step.startsWith(word))) return 2;
  if (lower.includes(word)) return 3;
  return description.toLowerCase().includes(word)
    ? 4
    : Number.POSITIVE_INFINITY;
}

/** The option of that name and those below it. `vms[0].name`, `vms.0.name` and `vms.*.name` are one. */
export function optionsAt<Option extends Named>(
  options: readonly Option[],
  typed: string,
): readonly Option[] {
  const wanted = stepsOf(typed);
  if (wanted.length === 0) return [];
  return options.filter(({ name }) => {
    const steps = stepsOf(name);
    return (
      steps.length >= wanted.length &&
      wanted.every((step, index) => matches(steps[index] ?? "", step))
    );
  });
}

export function isAt({ name }: Named, typed: string): boolean {
  return stepsOf(name).length === stepsOf(typed).length;
}

/** Names that may have been meant, best first. */
export function nearestOptions(
  options: readonly Named[],
  typed: string,
): readonly string[] {
  const last = stepsOf(typed).at(-1) ?? typed;
  const whole = nearest(
    typed,
    options.map(({ name }) => name),
  );
  if (whole.length > 0) return whole;
  const ends = new Map(
    options.map(({ name }) => [stepsOf(name).at(-1) ?? name, name]),
  );
  return nearest(last, [...ends.keys()]).map((end) => ends.get(end) ?? end);
}

/** None for what is no path. */
function stepsOf(path: string): readonly string[] {
  return (parsePath(path) ?? []).map(String);
}

function matches(declared: string, typed: string): boolean {
  const any = declared === "*" || /^<.*>$/.test(declared);
  return any || declared === typed;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
