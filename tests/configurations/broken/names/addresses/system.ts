// Addresses with a zero too many, of the wrong family, with a prefix.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    networking: {
      hosts: {
        entries: [
          { name: "printer", ip: "192.168.100.077" },
          { name: "camera", ip: "fe80::1" },
          { name: "nas", ip: "192.168.100.7/24" },
        ],
      },
    },
  },
});
