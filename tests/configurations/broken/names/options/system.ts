// The names of disks are not for units either.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: {
      definition: {
        disks: {
          "disk/1": { device: "/dev/nvme0n1" },
          "disk 2": { device: "nvme1n1" },
        },
      },
    },
  },
});
