// Options of one processor on a machine of another.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: {
      nvidia: {
        orin: {
          enable: true,
          somType: "agx",
          nx: { enableNetvmEthernetPCIPassthrough: true },
        },
      },
      x86_64: { common: { enable: true } },
    },
  },
});
