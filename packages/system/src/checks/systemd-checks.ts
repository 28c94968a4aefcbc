/** Names of units that are left out of hardening (spec 4.5, row 14). */

import type { Check, Reporter } from "@ghaf/module-system";
import { hardenedNames, hardeningOf } from "../machine/hardened-units.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { suggestion } from "./known-names.ts";

export const systemdChecks: readonly Check<PlatformConfig>[] = [excludedUnits];

const EXCLUDED = "ghaf.systemd.excludedHardenedConfigs";

function excludedUnits({ ghaf }: PlatformConfig, report: Reporter): void {
  const { excludedHardenedConfigs, withDebug } = ghaf.systemd;
  for (const [index, unit] of excludedHardenedConfigs.entries()) {
    const path = `${EXCLUDED}[${index}]`;
    switch (hardeningOf(unit)) {
      case null:
        report.error({
          path,
          reason: `names ${unit}, which has no hardening drop-in`,
          fix: `name a unit that has one: ${suggestion(unit, hardenedNames())}`,
        });
        break;
      case "nowhere":
        report.hint({
          path,
          reason: `names ${unit}, which no machine of this version has`,
          fix: "leave it out",
        });
        break;
      case "without-debug":
        if (!withDebug) break;
        report.hint({
          path,
          reason: `names ${unit}, whose drop-in is not written anyway while withDebug is on`,
          fix: "leave it out, or keep it for builds without withDebug",
          others: ["ghaf.systemd.withDebug"],
        });
        break;
      case "always":
        break;
    }
  }
}
