/** The modules that a file of data can import by name, as `ghaf:<name>`: the machines that the platform knows. */

import type { Module } from "@ghaf/module-system";
import { hardwareDefinitions } from "./hardware/hardware-definitions.ts";

export const builtinModules: Readonly<Record<string, Module>> = {
  ...hardwareDefinitions,
};
