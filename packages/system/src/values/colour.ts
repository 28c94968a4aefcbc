/** Colours of window frames. */

import { textForm } from "./text-form.ts";

/** Red, green and blue as two hexadecimal digits each. */
export const colour = textForm({
  expected: "a colour like “#006305”: “#” and six hexadecimal digits",
  pattern: /^#[0-9A-Fa-f]{6}$/,
});
