/** Strings of one form: a type that refuses what does not match a pattern. */

import { narrowed, t } from "@ghaf/module-system";

/** The form of a string. */
interface TextForm {
  /** What stands in a message after “expected”: the form, and the characters it may have. */
  readonly expected: string;
  /** Anchored at both ends. */
  readonly pattern: RegExp;
  /** The longest accepted length in characters; absent: any. */
  readonly max?: number;
}

/** A string of that form; its words stay “string”. */
export function textForm(form: TextForm) {
  return narrowed(t.string, form.expected, (value) => isOfForm(value, form));
}

/** A path of that form; its words stay “path”. */
export function pathForm(form: TextForm) {
  return narrowed(t.path, form.expected, (value) => isOfForm(value, form));
}

function isOfForm(value: string, { pattern, max }: TextForm): boolean {
  return value.length <= (max ?? value.length) && pattern.test(value);
}
