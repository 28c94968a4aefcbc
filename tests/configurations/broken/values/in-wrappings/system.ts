// Values are wrong inside of wrappings.
import { after, byDefault, defineSystem, force, when } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    layout: force("desktop"),
    kernel: { host: { kernelParams: after(["quiet", 1]) } },
    users: {
      accounts: {
        uid: when((config) => config.ghaf.build === "debug", byDefault("1001")),
      },
    },
  },
});
