/** A device that is itself a VM of QEMU, for examples and tests: it has nothing to give away. */

import { defineModule } from "../define-system.ts";
import type { HardwareDefinition } from "./hardware-definition.ts";

const module = defineModule({
  ghaf: {
    hardware: {
      definition: {
        name: "QEMU virtual machine",
        disks: { disk1: { device: "/dev/vda" } },
      },
    },
  },
});

export const qemuVm: HardwareDefinition = { module, skus: [] };
