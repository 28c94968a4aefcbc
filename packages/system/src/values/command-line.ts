/** The command of an application: a program and arguments that no shell ever sees. */

import { textForm } from "./text-form.ts";

/** Split at single spaces by the agent (control-plane specification 3.6). What only a shell gives a meaning is refused rather than passed on. */
export const commandLine = textForm({
  expected:
    "a program and its arguments separated by single spaces, like “chromium --incognito”, without quotes, “&” as a word and \\`$|<>; since no shell reads it",
  pattern:
    /^[^\s"'`\\$|<>;&\p{Cc}][^\s"'`\\$|<>;\p{Cc}]*( (?!&+( |$))[^\s"'`\\$|<>;\p{Cc}]+)*$/u,
  max: 4096,
});
