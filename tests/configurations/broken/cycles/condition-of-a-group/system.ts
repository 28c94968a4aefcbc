// A group is there if an option inside of it says so.
import { defineSystem, when } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    graphics: when((config) => config.ghaf.graphics.labwc.enable, {
      labwc: { enable: true, autolock: { enable: false } },
    }),
  },
});
