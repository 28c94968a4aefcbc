// Two files look at what the other one decides.
import { defineSystem, when } from "@ghaf/system";
import { quiet } from "./quiet.ts";

export default defineSystem({
  imports: [quiet],
  ghaf: {
    systemd: when((config) => config.ghaf.build === "release", {
      withDebug: false,
      logLevel: "info",
    }),
  },
});
