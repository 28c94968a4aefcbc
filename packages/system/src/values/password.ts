/** Passwords in clear text, as chpasswd(8) takes them. */

import { textForm } from "./text-form.ts";

export const password = textForm({
  expected: "a password of 1 to 128 characters on one line",
  pattern: /^\P{Cc}+$/u,
  max: 128,
});
