// A Map is given where an attribute set is expected.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: {
      definition: { disks: new Map([["disk1", { device: "/dev/nvme0n1" }]]) },
    },
  },
});
