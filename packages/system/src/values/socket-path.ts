/** Where a Unix socket is. */

import { textForm } from "./text-form.ts";

/** unix(7): sun_path has 108 bytes, the last of them zero. */
export const socketPath = textForm({
  expected:
    "a socket's path like “chrome-vm.sock” or “/run/ghaf/x.sock”, of letters, digits and “/._-”, without “..”, at most 107 characters",
  pattern: /^(?!.*\.\.)\/?\w[\w.-]*(?:\/\w[\w.-]*)*$/,
  max: 107,
});
