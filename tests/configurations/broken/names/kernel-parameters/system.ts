// Two parameters of the kernel are one item, a third begins another boot entry.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    kernel: {
      host: {
        kernelParams: ["intel_iommu=on iommu=pt", "quiet\ninitrd=/x"],
        stage1: { kernelModules: ["../evil"] },
      },
    },
  },
});
