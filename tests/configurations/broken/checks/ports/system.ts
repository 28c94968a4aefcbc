// Services of one machine listen on the same port.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    givc: {
      enable: true,
      adminConfig: {
        name: "admin-vm",
        addr: "192.168.100.10",
        port: "9999",
        protocol: "tcp",
      },
    },
    logging: {
      client: { enable: true },
      listener: { address: "admin-vm", port: 9999 },
    },
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: { netvm: { enable: true }, adminvm: { enable: true } },
    },
  },
});
