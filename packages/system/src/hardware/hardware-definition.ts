/** What a definition of a machine is to those who choose one. */

import type { Module } from "@ghaf/module-system";

export interface HardwareDefinition {
  /** What to import: it defines `ghaf.hardware.definition`. */
  readonly module: Module;
  /** The SKUs in the firmware's tables (DMI) that this definition is for. */
  readonly skus: readonly string[];
}
