/** Options of the checks that a configuration must pass: `ghaf.checks`. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { releaseRule } from "../values/release-rule.ts";

export const checksOptions = {
  waive: option(t.listOf(releaseRule), {
    default: [],
    description:
      "Rules of release builds that this device does without, by name; each is still reported as a warning.",
    origin: "ours",
  }),
} satisfies OptionTree;
