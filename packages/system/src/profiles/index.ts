/** The profiles of the platform; each is a flag that sets other options (spec S04). */

import type { Module } from "@ghaf/module-system";
import { applicationsProfile } from "./applications.ts";
import { buildProfile } from "./build.ts";
import { debugProfile } from "./debug.ts";
import { graphicsProfile } from "./graphics.ts";
import { hostHardeningProfile } from "./host-hardening.ts";
import { kernelHardeningProfile } from "./kernel-hardening.ts";
import { laptopX86Profile } from "./laptop-x86.ts";
import { mvpUserTrialProfile } from "./mvp-user-trial.ts";
import { mvpUserTrialExtrasProfile } from "./mvp-user-trial-extras.ts";
import { releaseProfile } from "./release.ts";

export const profiles: readonly Module[] = [
  buildProfile,
  debugProfile,
  releaseProfile,
  graphicsProfile,
  applicationsProfile,
  hostHardeningProfile,
  kernelHardeningProfile,
  laptopX86Profile,
  mvpUserTrialProfile,
  mvpUserTrialExtrasProfile,
];
