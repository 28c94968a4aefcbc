// A function reads an option that has no value.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    systemd: { withName: (config) => config.ghaf.logging.server.endpoint },
  },
});
