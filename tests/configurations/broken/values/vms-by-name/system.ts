// VMs are given as an attribute set; they are a list.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    virtualization: {
      microvm: {
        appvm: { enable: true, vms: { draw: { ramMb: 1024, cores: 2 } } },
      },
    },
  },
});
