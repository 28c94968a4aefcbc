import { defineModule } from "@ghaf/system";

export const other = defineModule({
  ghaf: {
    services: {
      bluetooth: { enable: (config) => config.ghaf.services.wifi.enable },
    },
  },
});
