// A layout without a screen, and a VM for the screen.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    layout: "headless",
    profiles: { graphics: { enable: true } },
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: { guivm: { enable: true } },
    },
  },
});
