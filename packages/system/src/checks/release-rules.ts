/** What a release build refuses unless its description waives the rule by name (spec 4.5, rows 13 and 25). */

import type { Check, Finding, Reporter } from "@ghaf/module-system";
import type { PlatformConfig } from "../options/platform-options.ts";
import type { ReleaseRule } from "../values/release-rule.ts";
import { isRelease } from "./build-variant.ts";

/** Reports an error of a release build; of a rule that is waived a warning, so that nobody forgets it. */
export function reportReleaseRule(
  { ghaf }: PlatformConfig,
  report: Reporter,
  { rule, ...finding }: Finding & { readonly rule: ReleaseRule },
): void {
  if (!ghaf.checks.waive.includes(rule)) {
    const fix = `${finding.fix}; or waive the rule: add "${rule}" to ghaf.checks.waive`;
    report.error({ ...finding, fix });
    return;
  }
  report.warning({
    ...finding,
    reason: `${finding.reason} (the rule ${rule} is waived)`,
    others: [...(finding.others ?? []), "ghaf.checks.waive"],
  });
}

export const releaseChecks: readonly Check<PlatformConfig>[] = [
  plainControlPlane,
  developerKeys,
  clearPassword,
  autologin,
  sshDaemon,
];

function plainControlPlane(config: PlatformConfig, report: Reporter): void {
  const { givc } = config.ghaf;
  if (!isRelease(config) || !givc.enable || givc.enableTls) return;
  reportReleaseRule(config, report, {
    rule: "plain-control-plane",
    path: "ghaf.givc.enableTls",
    reason:
      "is off in a release build, so that any VM could give orders in the name of another",
    fix: "turn it on",
  });
}

function developerKeys(config: PlatformConfig, report: Reporter): void {
  const { keys } = config.ghaf.reference.personalize;
  if (!isRelease(config) || !keys.enable) return;
  reportReleaseRule(config, report, {
    rule: "developer-keys",
    path: "ghaf.reference.personalize.keys.enable",
    reason:
      "is on in a release build, so that the developers of the platform can log in",
    fix: "turn it off, and name your own keys in ghaf.users.accounts.sshKeys",
  });
}

/** The password itself is never said. */
function clearPassword(config: PlatformConfig, report: Reporter): void {
  const { enable, password } = config.ghaf.users.accounts;
  if (!enable || password === null) return;
  const path = "ghaf.users.accounts.password";
  if (isRelease(config)) {
    reportReleaseRule(config, report, {
      rule: "clear-password",
      path,
      reason:
        "is in clear text in a release build, the same on every device made from it",
      fix: "set it to null; the user chooses a password on the device",
    });
    return;
  }
  report.warning({
    path,
    reason:
      "is in clear text: everyone who has this description or an image of it knows it",
    fix: "keep it to development devices, or use ghaf.users.accounts.sshKeys instead",
  });
}

function autologin(config: PlatformConfig, report: Reporter): void {
  const { enable, autologinUser } = config.ghaf.graphics.labwc;
  if (!isRelease(config) || !enable || autologinUser === null) return;
  reportReleaseRule(config, report, {
    rule: "autologin",
    path: "ghaf.graphics.labwc.autologinUser",
    reason: `is ${autologinUser} in a release build, so that whoever turns the device on is logged in`,
    fix: "set it to null",
  });
}

function sshDaemon(config: PlatformConfig, report: Reporter): void {
  const { development, profiles } = config.ghaf;
  if (!isRelease(config) || !development.ssh.daemon.enable) return;
  // Then the variants contradict each other, which is what has to be mended.
  if (profiles.debug.enable) return;
  reportReleaseRule(config, report, {
    rule: "ssh-daemon",
    path: "ghaf.development.ssh.daemon.enable",
    reason:
      "is on in a release build, so that TCP port 22 of the host and of VMs is open",
    fix: "turn it off",
  });
}
