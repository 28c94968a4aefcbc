/** The rules of release builds that a description may waive by name. */

import { t } from "@ghaf/module-system";

export const RELEASE_RULES = [
  "autologin",
  "clear-password",
  "developer-keys",
  "plain-control-plane",
  "secrets-in-files",
  "ssh-daemon",
] as const;

export type ReleaseRule = (typeof RELEASE_RULES)[number];

export const releaseRule = t.oneOf(...RELEASE_RULES);
