// Addresses: of a group, of a manufacturer, with hyphens, too short.
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
              macAddress: "01:00:5e:00:00:01",
            },
            {
              name: "read",
              ramMb: 1024,
              cores: 2,
              macAddress: "00:1b:21:3c:9d:f8",
            },
            {
              name: "hear",
              ramMb: 1024,
              cores: 2,
              macAddress: "02-AD-00-00-00-01",
            },
            {
              name: "talk",
              ramMb: 1024,
              cores: 2,
              macAddress: "02:ad:00:00:01",
            },
          ],
        },
      },
    },
  },
});
