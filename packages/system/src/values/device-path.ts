/** Files below /dev that are handed to a VM or an installer. */

import { textForm } from "./text-form.ts";

/** No comma: in QEMU's arguments it would begin another setting. */
export const devicePath = textForm({
  expected:
    "a path like “/dev/nvme0n1”: below /dev, of letters, digits and “/._:@+-”",
  pattern: /^\/dev(\/\w[\w.:@+-]*)+$/,
  max: 255,
});
