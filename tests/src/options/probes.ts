/** All probes: for each option a change that something should notice. */

import type { Probe } from "./probe.ts";
import { desktopProbes } from "./rows/desktop.ts";
import { deviceProbes } from "./rows/device.ts";
import { guestProbes } from "./rows/guests.ts";
import { hardwareProbes } from "./rows/hardware.ts";
import { machineProbes } from "./rows/machines.ts";
import { referenceProbes } from "./rows/reference.ts";
import { virtualMachineProbes } from "./rows/virtual-machines.ts";

export const allProbes: readonly Probe[] = [
  ...deviceProbes,
  ...desktopProbes,
  ...hardwareProbes,
  ...referenceProbes,
  ...machineProbes,
  ...virtualMachineProbes,
  ...guestProbes,
];
