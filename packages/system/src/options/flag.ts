/** Options that are on or off and have no example in the reference. */

import { option, t } from "@ghaf/module-system";

export function offOption(
  description: string,
  more?: { readonly origin: string },
) {
  return option(t.boolean, { default: false, description, ...more });
}

export function onOption(description: string) {
  return option(t.boolean, { default: true, description });
}
