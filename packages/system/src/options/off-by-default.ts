/** The option that most groups begin with: something that is off until it is switched on. */

import { option, t } from "@ghaf/module-system";

/** @param origin of an option that is not documented */
export function offByDefault(description: string, origin?: "tag" | "ours") {
  return option(t.boolean, {
    default: false,
    example: true,
    description,
    ...(origin === undefined ? {} : { origin }),
  });
}
