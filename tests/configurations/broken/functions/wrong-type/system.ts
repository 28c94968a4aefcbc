// Functions return values of other types.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    givc: { enable: (config) => config.ghaf.layout },
    kernel: {
      host: {
        kernelParams: (config) =>
          config.ghaf.build === "debug" ? "quiet" : [],
      },
    },
  },
});
