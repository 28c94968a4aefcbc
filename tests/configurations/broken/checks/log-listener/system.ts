// Logs are sent to a machine that there is not.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    logging: { client: { enable: true }, listener: { address: "log-vm" } },
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: { adminvm: { enable: true } },
    },
  },
});
