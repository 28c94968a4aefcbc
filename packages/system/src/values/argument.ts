/** Arguments of programs, which no shell ever sees. */

import { narrowed, t } from "@ghaf/module-system";
import { textForm } from "./text-form.ts";

/** One word of a command. */
export const argument = textForm({
  expected: "one argument on one line, without control characters",
  pattern: /^\P{Cc}*$/u,
  max: 4096,
});

/** A command as the list of its words. */
export const argumentList = narrowed(
  t.listOf(argument),
  "a program (a name or absolute path of letters, digits and “/._+-”) followed by its arguments, one list item each",
  ([program]) => program !== undefined && /^[\w/][\w./+-]*$/.test(program),
);

/** Arguments in one string, which is split at spaces. */
export const extraArguments = textForm({
  expected:
    "arguments separated by single spaces, of letters, digits and “/._+@:,=~-”",
  pattern: /^(?:[\w/.+@:,=~-]+(?: [\w/.+@:,=~-]+)*)?$/,
  max: 4096,
});
