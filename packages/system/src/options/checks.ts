/** Options of the checks that a configuration must pass: `ghaf.checks`. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { checkName } from "../values/name.ts";

export const checksOptions = {
  waive: option(t.listOf(checkName), {
    default: [],
    description:
      "Names of checks of release builds that this device does without; the report still names each of them.",
    origin: "ours",
  }),
} satisfies OptionTree;
