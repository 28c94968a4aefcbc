// Addresses of machines that are taken, reserved, or of another network.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: { netvm: { enable: true } },
    },
    networking: {
      hosts: {
        entries: [
          { name: "printer", ip: "192.168.100.70" },
          { name: "camera", ip: "192.168.100.70" },
          { name: "nas", ip: "192.168.100.1" },
          { name: "router", ip: "10.0.0.1" },
        ],
      },
    },
  },
});
