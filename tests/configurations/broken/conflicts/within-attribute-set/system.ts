// Two files know the same disk by other devices.
import { defineSystem } from "@ghaf/system";
import { disks } from "./disks.ts";

export default defineSystem({
  imports: [disks],
  ghaf: {
    hardware: { definition: { disks: { disk1: { device: "/dev/nvme0n1" } } } },
  },
});
