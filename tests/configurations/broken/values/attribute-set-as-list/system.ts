// Disks are given as a list; they have names.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { hardware: { definition: { disks: [{ device: "/dev/nvme0n1" }] } } },
});
