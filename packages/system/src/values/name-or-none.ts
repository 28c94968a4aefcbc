/** Names that are derived unless someone gives them: the empty text is one of their values. */

import { textForm } from "./text-form.ts";

export const nameOrNone = textForm({
  expected:
    "a name like “chrome-vm” of lower-case letters, digits and “-”, beginning with a letter, at most 63 characters, or the empty text",
  pattern: /^(?:[a-z](?:[a-z0-9-]*[a-z0-9])?)?$/,
  max: 63,
});
