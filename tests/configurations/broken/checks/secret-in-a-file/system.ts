// A guest module writes a key into a file; it is not shown.
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
                    "/etc/key.pem": {
                      text: "-----BEGIN RSA PRIVATE KEY-----\nMIIabcdef\n",
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
