import { defineModule } from "@ghaf/system";

export const fleet = defineModule({
  ghaf: {
    virtualization: {
      microvm: { appvm: { vms: [{ name: "draw", ramMb: 512, cores: 1 }] } },
    },
  },
});
