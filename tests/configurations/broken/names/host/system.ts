// Names of machines with a dot and with an underscore.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    networking: {
      hosts: {
        entries: [
          { name: "printer.local", ip: "192.168.100.70" },
          { name: "net_vm", ip: "192.168.100.71" },
        ],
      },
    },
  },
});
