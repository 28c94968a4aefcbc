/** An x86-64 machine that nobody described: a start for a definition of one's own. */

import { defineModule } from "../define-system.ts";
import type { HardwareDefinition } from "./hardware-definition.ts";
import { vfioModules } from "./host-kernel.ts";

const module = defineModule({
  ghaf: {
    hardware: {
      definition: {
        name: "Generic x86-64",
        host: {
          kernelConfig: {
            // No graphics device is given away, so it may stay outside of the IOMMU.
            kernelParams: ["intel_iommu=on,igfx_off,sm_on", "iommu=pt"],
            stage1: { kernelModules: vfioModules },
          },
        },
      },
    },
  },
});

export const genericX86: HardwareDefinition = { module, skus: [] };
