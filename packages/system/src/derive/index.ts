/** The rules between options: what follows from what, unless a profile or a person says otherwise (spec 4.2). */

import type { Module } from "@ghaf/module-system";
import { controlPlaneRules } from "./control-plane.ts";
import { deviceRules } from "./devices.ts";
import { graphicsRules } from "./graphics.ts";
import { gtkSettings } from "./gtk.ts";
import { hotplugRules } from "./hotplug.ts";
import { kernelRules } from "./kernels.ts";
import { launcherRules } from "./launchers/rule.ts";
import { loggingRules } from "./logging.ts";
import { qemuRules } from "./qemu.ts";
import { referenceServiceRules } from "./reference-services.ts";
import { serviceRules } from "./services.ts";
import { sharedMemoryRules } from "./shm.ts";
import { systemdRules } from "./systemd.ts";
import { usbRules } from "./usb.ts";
import { vmRules } from "./vms.ts";

export const rules: readonly Module[] = [
  controlPlaneRules,
  deviceRules,
  graphicsRules,
  gtkSettings,
  hotplugRules,
  kernelRules,
  launcherRules,
  loggingRules,
  qemuRules,
  referenceServiceRules,
  serviceRules,
  sharedMemoryRules,
  systemdRules,
  usbRules,
  vmRules,
];
