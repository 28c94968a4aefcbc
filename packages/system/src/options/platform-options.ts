/** All options of the platform under their dotted paths, group by group. */

import type { OptionTree, ValueOf } from "@ghaf/module-system";

export const platformOptions = {
  ghaf: {},
} as const satisfies OptionTree;

/** The final configuration of a device, as computed values, conditions and checks read it. */
export type PlatformConfig = ValueOf<typeof platformOptions>;
