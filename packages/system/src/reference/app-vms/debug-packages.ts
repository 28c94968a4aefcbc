/** Packages for people who look for faults. */

import type { PlatformConfig } from "../../options/platform-options.ts";

/** The packages on a debug device, else none. */
export function debugPackages(
  { ghaf }: PlatformConfig,
  ...packages: readonly string[]
): readonly string[] {
  return ghaf.profiles.debug.enable ? packages : [];
}
