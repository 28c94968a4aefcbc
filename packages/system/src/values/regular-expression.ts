/** Patterns that the hotplug daemon matches names of devices against. */

import { narrowed, t } from "@ghaf/module-system";

const LONGEST = 256;

export const regularExpression = narrowed(
  t.string,
  `a regular expression like “.*ethernet.*”, at most ${LONGEST} characters, none of them control characters`,
  isRegularExpression,
);

function isRegularExpression(text: string): boolean {
  if (text.length > LONGEST || !/^\P{Cc}+$/u.test(text)) return false;
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}
