/** The declaration of one option. */

import type { Form } from "./form.ts";
import type { OptionType } from "./option-type.ts";
import { NODE } from "./tree.ts";

export interface OptionFacts<Default> {
  /** A sentence or two for the reference: what the option changes. */
  readonly description: string;
  /** A definition of priority 1500. Absent: the option must be defined, or is not read. */
  readonly default?: Default;
  /** A JSON value for the reference. */
  readonly example?: unknown;
  /** Only the modules that come with the declaration may define it. */
  readonly readOnly?: true;
  /** Its value is not shown: in messages, explanations and printed configurations a word stands for it. */
  readonly secret?: true;
  /** Where the option comes from, for the reference; the declaring package has the words. */
  readonly origin?: string;
}

export interface Option<Value, F extends Form> extends OptionFacts<unknown> {
  readonly [NODE]: "option";
  readonly type: OptionType<Value, F>;
}

/** Declares an option. @param type what it accepts: see `t` */
export function option<Value, F extends Form>(
  type: OptionType<Value, F>,
  facts: OptionFacts<unknown>,
): Option<Value, F> {
  return { [NODE]: "option", type, ...facts };
}
