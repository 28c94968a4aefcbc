/** How strong the definitions of the platform's own modules are, beside the priorities of the module system (machine-design 1). A person's plain definition (100) wins over all of them. */

import { priority, type Wrapped } from "@ghaf/module-system";

/** Between a declared default (1500) and a profile (`byDefault`, 1000). */
const DERIVED = 1400;
/** Between a profile and a person. */
const IMPLIED = 900;

/** What follows from other options, unless a profile or a person says otherwise. */
export function derived<Input, Config>(
  content: NoInfer<Input>,
): Wrapped<Input, Config> {
  return priority(DERIVED, content);
}

/** What a layout implies: wins over profiles, gives way to a person. */
export function implied<Input, Config>(
  content: NoInfer<Input>,
): Wrapped<Input, Config> {
  return priority(IMPLIED, content);
}
