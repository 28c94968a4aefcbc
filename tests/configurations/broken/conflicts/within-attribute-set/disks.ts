import { defineModule } from "@ghaf/system";

export const disks = defineModule({
  ghaf: {
    hardware: { definition: { disks: { disk1: { device: "/dev/sda" } } } },
  },
});
