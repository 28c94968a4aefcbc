/** Packages by their names in Debian. */

import { narrowed, t } from "@ghaf/module-system";

/** Debian Policy 5.6.1. */
export const debianPackage = narrowed(
  t.package,
  "the name of a Debian package like “zathura”: lower-case letters, digits, “+-.”, at least two characters",
  (value) => /^[a-z0-9][a-z0-9+.-]{1,127}$/.test(value),
);
