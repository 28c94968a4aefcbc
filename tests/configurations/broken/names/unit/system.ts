// Names of units without type, with a path, with a space and with a leading hyphen.
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
                    hello: {},
                    "../hello.service": {},
                    "hello world.service": {},
                    "--now.service": {},
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
