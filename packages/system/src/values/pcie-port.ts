/** The ports of a VM that devices are plugged into while it runs. */

import { narrowed, t } from "@ghaf/module-system";
import { textForm } from "./text-form.ts";

/** With the port's number it is the identifier of a QEMU device. */
export const busPrefix = textForm({
  expected: "letters, digits, “-” and “_”, beginning with a letter, like “rp”",
  pattern: /^[A-Za-z][\w-]*$/,
  max: 16,
});

/** A PCI bus has 32 places, some of them taken. */
export const portCount = narrowed(
  t.integer,
  "a number of ports from 0 to 24",
  (value) => value >= 0 && value <= 24,
);
