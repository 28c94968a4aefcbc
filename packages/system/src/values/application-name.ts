/** Applications by the names that the control plane knows them by. */

import { textForm } from "./text-form.ts";

/** As the agents read it; a dot is refused because the launch command takes none. */
export const applicationName = textForm({
  expected:
    "an application's name like “google-chrome”: letters, digits, “_” and “-”, beginning and ending with a letter or digit, at most 64 characters",
  pattern: /^[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?$/,
  max: 64,
});
