/** Names of units that are left out of hardening (spec 4.5, row 14). */

import type { Check, Reporter } from "@ghaf/module-system";
import type { PlatformConfig } from "../options/platform-options.ts";
import { hardenedUnits, hardeningOf } from "./hardened-units.ts";
import { suggestion } from "./known-names.ts";

export const systemdChecks: readonly Check<PlatformConfig>[] = [excludedUnits];

const EXCLUDED = "ghaf.systemd.excludedHardenedConfigs";

function excludedUnits({ ghaf }: PlatformConfig, report: Reporter): void {
  const { excludedHardenedConfigs, withDebug } = ghaf.systemd;
  for (const [index, unit] of excludedHardenedConfigs.entries()) {
    const path = `${EXCLUDED}[${index}]`;
    const hardened = hardeningOf(unit);
    if (hardened === null) {
      report.error({
        path,
        reason: `names ${unit}, which has no hardening drop-in`,
        fix: `name a unit that has one: ${suggestion(unit, hardenedUnits())}`,
      });
    } else if (hardened === "without-debug" && withDebug) {
      report.hint({
        path,
        reason: `names ${unit}, whose drop-in is not written anyway while withDebug is on`,
        fix: "leave it out, or keep it for builds without withDebug",
        others: ["ghaf.systemd.withDebug"],
      });
    }
  }
}
