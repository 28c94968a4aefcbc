import { defineModule } from "@ghaf/system";

export const extra = defineModule({
  ghaf: {
    kernel: { host: { kernelParams: ["quiet"] } },
    namespaces: { vms: "read-vm" },
  },
});
