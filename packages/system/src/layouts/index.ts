/** What `ghaf.layout` turns off (spec S02). The layout `default` turns nothing off: which VMs there are is said by profiles and flags. A person who turns on what a layout turned off contradicts it, which is for a check to say. */

import type { Module } from "@ghaf/module-system";
import { headlessLayout } from "./headless.ts";
import { nativeLayout } from "./native.ts";
import { withoutDisplay } from "./without-display.ts";
import { withoutVms } from "./without-vms.ts";

export const layouts: readonly Module[] = [
  headlessLayout,
  nativeLayout,
  withoutDisplay,
  withoutVms,
];
