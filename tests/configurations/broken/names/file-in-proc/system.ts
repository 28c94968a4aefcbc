// Files of a VM in places that are made anew at its start.
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
              extraModules: [
                {
                  files: {
                    "/proc/sys/kernel/sysrq": { text: "1" },
                    "etc/motd": { text: "" },
                  },
                },
              ],
            },
          ],
        },
      },
    },
  },
});
