/** An application of a VM as a definition says it. */

import type { TreeInput } from "@ghaf/module-system";
import type { applicationOptions } from "../../options/virtualization-application.ts";

export type ApplicationDefinition = TreeInput<
  typeof applicationOptions,
  unknown
>;
