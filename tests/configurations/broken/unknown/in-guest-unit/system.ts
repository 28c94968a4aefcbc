// A unit is written with other names than sections.
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
                  units: {
                    "hello.service": {
                      wantedBy: ["multi-user.target"],
                      serviceConfig: { ExecStart: "/usr/bin/hello" },
                    },
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
