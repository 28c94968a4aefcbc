// A condition reads the option that it decides.
import { defineSystem, when } from "@ghaf/system";

export default defineSystem({
  ghaf: when((config) => config.ghaf.layout === "default", {
    layout: "headless",
  }),
});
