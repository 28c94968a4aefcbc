// A function returns a list of VMs, one of them wrong.
import { defineSystem } from "@ghaf/system";
const names = ["draw", "read"];

export default defineSystem({
  ghaf: {
    virtualization: {
      microvm: {
        appvm: {
          enable: true,
          vms: () =>
            names.map((name, index) => ({
              name,
              ramMb: 1024 * index,
              cores: 2,
            })),
        },
      },
    },
  },
});
