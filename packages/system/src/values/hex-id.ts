/** The vendor and product numbers of PCI and USB devices. */

import { textForm } from "./text-form.ts";

export const hexId = textForm({
  expected: "four lower-case hexadecimal digits like “8086”, without “0x”",
  pattern: /^[0-9a-f]{4}$/,
});
