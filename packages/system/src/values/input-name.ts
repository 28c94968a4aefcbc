/** How an input device calls itself, as it stands in udev rules. */

import { textForm } from "./text-form.ts";

/** Without what ends a quoted value in a udev rule or makes it a pattern (udev(7)). */
export const inputName = textForm({
  expected:
    'the name of an input device like “AT Translated Set 2 keyboard”, without control characters and "\\*?[]|',
  pattern: /^[^"\\*?[\]|\p{Cc}]+$/u,
  max: 128,
});
