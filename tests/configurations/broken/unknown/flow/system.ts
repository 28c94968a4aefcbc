// A flow is described with other words.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    networking: {
      flows: [{ source: "chrome-vm", destination: "net-vm", port: 443 }],
    },
  },
});
