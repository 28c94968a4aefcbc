/** Programs and their arguments, which no shell ever sees. */

import { narrowed, t } from "@ghaf/module-system";
import { textForm } from "./text-form.ts";

/** A name, or an absolute path without “..”. */
const PROGRAM = /^(\/(?!\.{1,2}\/)[\w.+-]+)*\/?\w[\w.+-]*$/;
/** Far below what Linux takes as one argument (MAX_ARG_STRLEN, 128 KiB). */
const LONGEST = 4096;

/** A program by absolute path, or by a name that is looked up in PATH. */
export const program = textForm({
  expected:
    "a program's name or absolute path, of letters, digits and “/._+-”, without arguments",
  pattern: PROGRAM,
  max: LONGEST,
});

// Of a longer text the pattern would take a time that grows with its square.
function isProgram(value: string): boolean {
  return value.length <= LONGEST && PROGRAM.test(value);
}

/** One word of a command. */
export const argument = textForm({
  expected: "one argument on one line, without control characters",
  pattern: /^\P{Cc}*$/u,
  max: LONGEST,
});

/** What is run: a program alone by absolute path, or the list of the words of a command. */
export const programOrCommand = narrowed(
  t.either(t.path, t.listOf(argument)),
  "the absolute path of a program, or a list of the program and its arguments; the program has letters, digits and “/._+-”",
  (value) =>
    typeof value === "string"
      ? value.startsWith("/") && isProgram(value)
      : isProgram(value[0] ?? ""),
);

/** Arguments in one string, which is split at spaces. */
export const extraArguments = textForm({
  expected:
    "arguments separated by single spaces, of letters, digits and “/._+@:,=~-”",
  pattern: /^(?:[\w/.+@:,=~-]+(?: [\w/.+@:,=~-]+)*)?$/,
  max: LONGEST,
});
