/** The value of a setting in a systemd unit. */

import { textForm } from "./text-form.ts";

/** A line break would begin another setting, a backslash at the end join two. */
export const setting = textForm({
  expected:
    "a unit's setting on one line of at most 4096 characters, without control characters, not ending in a backslash",
  pattern: /^\P{Cc}*(?<!\\)$/u,
  max: 4096,
});
