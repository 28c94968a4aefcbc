import { defineModule } from "@ghaf/system";

export const network = defineModule({
  ghaf: {
    networking: { flows: [{ from: "draw-vm", to: "print-vm", port: 631 }] },
    systemd: {
      logLevel: () => {
        throw new Error("no level");
      },
    },
  },
});
