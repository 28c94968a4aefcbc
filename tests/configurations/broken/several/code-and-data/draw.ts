import { defineModule } from "@ghaf/system";

export default defineModule({
  ghaf: {
    logging: { listener: { address: "admin-vm", port: "9999" } },
    graphics: { launchers: [{ name: " Draw", path: "gimp" }] },
  },
});
