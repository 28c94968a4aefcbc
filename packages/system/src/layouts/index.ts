/** What `ghaf.layout` turns off. The layout `default` turns nothing off: which VMs there are is said by profiles and flags (spec S02). */

import type { Module } from "@ghaf/module-system";
import { headlessLayout } from "./headless.ts";
import { hostOnlyLayout } from "./host-only.ts";
import { nativeLayout } from "./native.ts";
import { withoutVms } from "./without-vms.ts";

export const layouts: readonly Module[] = [
  headlessLayout,
  hostOnlyLayout,
  nativeLayout,
  withoutVms,
];
