/** The kind of machine that QEMU plays for VMs with devices on PCI. */

import type { PlatformConfig } from "../../options/platform-options.ts";

/** `q35`; on the ARM boards `virt`. */
export function machineType({ ghaf }: PlatformConfig): "q35" | "virt" {
  return ghaf.hardware.nvidia.orin.enable ? "virt" : "q35";
}
