/** Applications and files of VMs: names that are used once, and secrets that lie open (spec 4.5, row 25). */

import type { Reporter } from "@ghaf/module-system";
import type { MachineDraft } from "../machine/machine-draft.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { isRelease } from "./build-variant.ts";
import { guestFinding, type MachineCheck } from "./machine-check.ts";
import { reportReleaseRule } from "./release-rules.ts";
import { repeated } from "./repeated.ts";

export const contentChecks: readonly MachineCheck[] = [
  applicationsOnce,
  secretsInFiles,
];

function applicationsOnce(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  for (const draft of drafts) {
    const { name: vm, role, applications } = draft.vm;
    const uses = applications.map(({ name }) => ({
      ...{ path: draft.path, value: name },
    }));
    for (const { again } of repeated(uses)) {
      const added = guestFinding(draft, {
        reason: `lists two applications of ${vm} with the name ${again.value}, by which the control plane starts one`,
        fix: "give each application of a VM a name of its own",
      });
      const listed = `${draft.path}.applications`;
      report.error(
        role === "app"
          ? { ...added, path: listed, others: [`${draft.path}.extraModules`] }
          : added,
      );
    }
  }
}

/** Settings whose value is a secret, and keys. */
const SECRETS: readonly RegExp[] = [
  /^\s*(?:psk|wpa_passphrase|password|passwd|passphrase|secret)\s*[=:]\s*\S/im,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

/** The secret itself is never said. */
function secretsInFiles(
  drafts: readonly MachineDraft[],
  config: PlatformConfig,
  report: Reporter,
): void {
  for (const draft of drafts) {
    for (const { path, text } of draft.vm.files) {
      if (!SECRETS.some((secret) => secret.test(text))) continue;
      const finding = guestFinding(draft, {
        reason: `writes a password or key into ${path} of ${draft.vm.name}, where everyone who has an image can read it`,
        fix: "leave it out, and let the device ask for it or keep it in ghaf.storagevm",
      });
      if (isRelease(config)) {
        const rule = "secrets-in-files";
        reportReleaseRule(config, report, { ...finding, rule });
      } else {
        report.warning(finding);
      }
    }
  }
}
