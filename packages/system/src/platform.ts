/** The platform as one module: all options, and what they mean for each other. Every evaluation imports it. */

import { type Module, module } from "@ghaf/module-system";
import { platformChecks } from "./checks/index.ts";
import { rules } from "./derive/index.ts";
import { layouts } from "./layouts/index.ts";
import { platformOptions } from "./options/platform-options.ts";
import { profiles } from "./profiles/index.ts";
import { appVmRules } from "./reference/app-vm-rules.ts";
import { programRules } from "./reference/program-rules.ts";

export const platform: Module = module({
  options: platformOptions,
  imports: [
    ...[...rules, ...profiles, ...layouts, appVmRules, programRules],
    platformChecks,
  ],
});
