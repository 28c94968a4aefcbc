/** Permissions of files. */

import { textForm } from "./text-form.ts";

/** Nothing runs as someone else: the first of four digits is 0 or, for a directory, 1 (only owners delete). */
export const fileMode = textForm({
  expected:
    "permissions in octal like “0644”: four digits from 0 to 7, the first of them 0 or 1",
  pattern: /^[01][0-7]{3}$/,
});
