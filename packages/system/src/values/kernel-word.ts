/** What goes into a kernel command line or a list of kernel modules. */

import { textForm } from "./text-form.ts";

/** One word: a blank would begin another parameter, and the boot entry is one line. */
export const kernelParameter = textForm({
  expected:
    "one kernel parameter like “iommu=pt”, of printable ASCII characters without blanks and quotes",
  pattern: /^[!#-&(-~]+$/,
  max: 256,
});

export const kernelModule = textForm({
  expected: "a kernel module like “i915”, of letters, digits, “_” and “-”",
  pattern: /^\w[\w-]*$/,
  max: 64,
});
