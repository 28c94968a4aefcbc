// A function reads a group that is not there.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    layout: (config) => (config.ghaf.desktop.enable ? "default" : "headless"),
  },
});
