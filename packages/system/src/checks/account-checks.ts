/** Who may log in, and with which keys (spec 4.3.3, 4.3.4). */

import type { Check, Reporter } from "@ghaf/module-system";
import type { PlatformConfig } from "../options/platform-options.ts";

export const accountChecks: readonly Check<PlatformConfig>[] = [
  autologinAccount,
  keyInItsDirectory,
];

function autologinAccount({ ghaf }: PlatformConfig, report: Reporter): void {
  const { enable, autologinUser } = ghaf.graphics.labwc;
  if (!enable || autologinUser === null) return;
  const { accounts } = ghaf.users;
  const path = "ghaf.graphics.labwc.autologinUser";
  if (!accounts.enable) {
    report.error({
      path,
      reason: `is ${autologinUser}, but there are no accounts`,
      fix: "turn ghaf.users.accounts.enable on, or set this to null",
      others: ["ghaf.users.accounts.enable"],
    });
  } else if (autologinUser !== accounts.user) {
    report.error({
      path,
      reason: `is ${autologinUser}, but the account is ${accounts.user}`,
      fix: `set it to "${accounts.user}" or to null`,
      others: ["ghaf.users.accounts.user"],
    });
  }
}

/** The directory is what the VMs share; a key elsewhere would reach nobody. */
function keyInItsDirectory({ ghaf }: PlatformConfig, report: Reporter): void {
  const { waypipeSshPublicKeyDir, waypipeSshPublicKeyFile } =
    ghaf.security.sshKeys;
  if (waypipeSshPublicKeyFile.startsWith(`${waypipeSshPublicKeyDir}/`)) return;
  report.error({
    path: "ghaf.security.sshKeys.waypipeSshPublicKeyFile",
    reason: `is ${waypipeSshPublicKeyFile}, which is not in ${waypipeSshPublicKeyDir}`,
    fix: "name a file in ghaf.security.sshKeys.waypipeSshPublicKeyDir",
    others: ["ghaf.security.sshKeys.waypipeSshPublicKeyDir"],
  });
}
