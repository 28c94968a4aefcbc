/** What the hardware definition says for each kernel (spec 4.2, row 22). */

import { defineModule } from "../define-system.ts";

export const kernelRules = defineModule({
  ghaf: {
    kernel: {
      guivm: {
        kernelParams: (c) =>
          c.ghaf.hardware.definition.gpu.kernelConfig.kernelParams,
        stage1: {
          kernelModules: (c) =>
            c.ghaf.hardware.definition.gpu.kernelConfig.stage1.kernelModules,
        },
        stage2: {
          kernelModules: (c) =>
            c.ghaf.hardware.definition.gpu.kernelConfig.stage2.kernelModules,
        },
      },
      audiovm: {
        kernelParams: (c) =>
          c.ghaf.hardware.definition.audio.kernelConfig.kernelParams,
        stage1: {
          kernelModules: (c) =>
            c.ghaf.hardware.definition.audio.kernelConfig.stage1.kernelModules,
        },
        stage2: {
          kernelModules: (c) =>
            c.ghaf.hardware.definition.audio.kernelConfig.stage2.kernelModules,
        },
      },
    },
  },
});
