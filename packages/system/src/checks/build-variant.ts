/** The variant of a build: debug or release, not both, and the one that `ghaf.build` says (spec 4.5, row 1). */

import type { Check, Reporter } from "@ghaf/module-system";
import type { PlatformConfig } from "../options/platform-options.ts";

const DEBUG = "ghaf.profiles.debug.enable";
const RELEASE = "ghaf.profiles.release.enable";

export const buildVariantChecks: readonly Check<PlatformConfig>[] = [
  oneVariant,
];

/** Whether the device is for people in the field: then known passwords and open doors are refused. */
export function isRelease({ ghaf }: PlatformConfig): boolean {
  return ghaf.build === "release" || ghaf.profiles.release.enable;
}

function oneVariant({ ghaf }: PlatformConfig, report: Reporter): void {
  const { debug, release } = ghaf.profiles;
  if (debug.enable && release.enable) {
    report.error({
      path: ghaf.build === "release" ? DEBUG : RELEASE,
      reason: `is on together with the profile ${ghaf.build}, which follows from ghaf.build = "${ghaf.build}"`,
      fix: "choose the variant with ghaf.build alone, and leave both profiles to follow it",
      others: [ghaf.build === "release" ? RELEASE : DEBUG, "ghaf.build"],
    });
  } else if (ghaf.build === "release" && debug.enable) {
    report.error(contradiction(DEBUG, "release"));
  } else if (ghaf.build === "debug" && release.enable) {
    report.error(contradiction(RELEASE, "debug"));
  }
}

function contradiction(path: string, build: "debug" | "release") {
  const other = build === "debug" ? "release" : "debug";
  return {
    path,
    reason: `is on, but ghaf.build is "${build}"`,
    fix: `set ghaf.build to "${other}", or turn this profile off`,
    others: ["ghaf.build"],
  };
}
