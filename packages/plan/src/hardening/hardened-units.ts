/** The rows of all hardened units, by Debian's name without `.service` (spec 2.11). */

import type { HardenedUnit } from "@ghaf/system";
import type { Hardening } from "./hardening.ts";
import { desktopUnits } from "./units/desktop.ts";
import { deviceUnits } from "./units/devices.ts";
import { fileSystemUnits } from "./units/file-systems.ts";
import { networkUnits } from "./units/network.ts";
import { sessionUnits } from "./units/session.ts";
import { virtualMachineUnits } from "./units/virtual-machines.ts";

export const HARDENED: Readonly<Record<HardenedUnit, Hardening>> = {
  ...desktopUnits,
  ...deviceUnits,
  ...fileSystemUnits,
  ...networkUnits,
  ...sessionUnits,
  ...virtualMachineUnits,
};
