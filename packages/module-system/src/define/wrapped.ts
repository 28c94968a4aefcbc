/** What can be said about a definition beside its value: priority, place in a list, condition, and that it has several parts. */

/** Marks a wrapping, so that values may have any names. */
export const WRAPPED: unique symbol = Symbol.for("ghaf.module-system.wrapped");

/** Only on the wrapping itself: spreading it into another object does not copy what is not enumerable. */
const WHOLE: unique symbol = Symbol.for("ghaf.module-system.whole");

declare const OF: unique symbol;
declare const READS: unique symbol;

export type Wrapping = {
  /** The wrapped definition; of several parts the list. */
  readonly content: unknown;
} & (
  | { readonly kind: "priority"; readonly priority: number }
  | { readonly kind: "order"; readonly order: number }
  | { readonly kind: "when"; readonly condition: Condition<never> }
  | { readonly kind: "parts" }
);

export type Condition<Config> = boolean | ((config: Config) => boolean);

/** @typeParam Config what conditions and computed values inside it read */
export interface Wrapped<Input, Config = never> {
  // Under a symbol, so that an editor does not offer its names among those of options.
  readonly [WRAPPED]: Wrapping;
  readonly [OF]?: Input;
  readonly [READS]?: (config: Config) => void;
}

/** Lowest wins (machine-design 1). */
export const PRIORITIES = {
  force: 50,
  plain: 100,
  byDefault: 1000,
  declared: 1500,
} as const;

/** Where in a list (machine-design 1). */
export const ORDERS = { before: 500, plain: 1000, after: 1500 } as const;

/** Wins over plain definitions. */
export function force<Input, Config>(
  content: NoInfer<Input>,
): Wrapped<Input, Config> {
  return priority(PRIORITIES.force, content);
}

/** Gives way to plain definitions. */
export function byDefault<Input, Config>(
  content: NoInfer<Input>,
): Wrapped<Input, Config> {
  return priority(PRIORITIES.byDefault, content);
}

/** @param number lower wins: 50 is `force`, 100 plain, 1000 `byDefault` */
export function priority<Input, Config>(
  number: number,
  content: NoInfer<Input>,
): Wrapped<Input, Config> {
  return wrapped({ kind: "priority", priority: number, content });
}

/** Its items come before those of plain definitions. */
export function before<Input, Config>(
  content: NoInfer<Input>,
): Wrapped<Input, Config> {
  return order(ORDERS.before, content);
}

/** Its items come after those of plain definitions. */
export function after<Input, Config>(
  content: NoInfer<Input>,
): Wrapped<Input, Config> {
  return order(ORDERS.after, content);
}

/** @param number lower comes first: 500 is `before`, 1000 plain, 1500 `after` */
export function order<Input, Config>(
  number: number,
  content: NoInfer<Input>,
): Wrapped<Input, Config> {
  return wrapped({ kind: "order", order: number, content });
}

/** Counts only if the condition holds; a function is asked when one of the options inside is read. */
export function when<Input, Config>(
  condition: Condition<Config>,
  content: NoInfer<Input>,
): Wrapped<Input, Config> {
  return wrapped({ kind: "when", condition, content });
}

/** Several definitions at one place. */
export function parts<Input, Config>(
  ...content: readonly (NoInfer<Input> | Wrapped<NoInfer<Input>, Config>)[]
): Wrapped<Input, Config> {
  return wrapped({ kind: "parts", content });
}

function wrapped<Input, Config>(wrapping: Wrapping): Wrapped<Input, Config> {
  const made: Wrapped<Input, Config> = { [WRAPPED]: wrapping };
  return Object.defineProperty(made, WHOLE, { value: true });
}

/** `{ ...when(a, b), c: 1 }` would count only as the last wrapping, and lose the rest without a word. */
export function isSpread(value: Wrapped<unknown>): boolean {
  return !(WHOLE in value);
}

/** What is wrong with it, and what to write instead. */
export const SPREAD = "has when(), force() or another wrapping spread into it";
export const INSTEAD_OF_SPREAD =
  "put them side by side: parts(when(…), { … }) instead of { ...when(…), … }";

export function isWrapped(value: unknown): value is Wrapped<unknown> {
  return typeof value === "object" && value !== null && WRAPPED in value;
}
