/** The daemon that hands devices to running VMs (spec 2.28). */

import type { PlatformConfig } from "../options/platform-options.ts";

export interface Hotplug {
  /** The first rule that matches decides. */
  readonly rules: readonly HotplugRules[];
}

/** What one VM may get. */
export type HotplugRules =
  PlatformConfig["ghaf"]["hardware"]["usb"]["vhotplug"]["rules"][number];

/** Null: VMs keep the devices that they start with. */
export function hotplugOf({ ghaf }: PlatformConfig): Hotplug | null {
  const { enable, rules } = ghaf.hardware.usb.vhotplug;
  return enable ? { rules } : null;
}
