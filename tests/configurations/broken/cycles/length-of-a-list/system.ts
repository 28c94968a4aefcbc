// VMs are computed from how many there are.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    virtualization: {
      microvm: {
        appvm: {
          vms: (config) =>
            config.ghaf.virtualization.microvm.appvm.vms.map((vm) => ({
              ...vm,
              cores: 2,
            })),
        },
      },
    },
  },
});
