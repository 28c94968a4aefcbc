// Two VMs have one MAC address and one vsock CID.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [
            {
              name: "draw",
              ramMb: 1024,
              cores: 2,
              macAddress: "02:ad:00:00:00:01",
              cid: 120,
            },
            {
              name: "read",
              ramMb: 1024,
              cores: 2,
              macAddress: "02:AD:00:00:00:01",
              cid: 120,
            },
          ],
        },
      },
    },
  },
});
