// A path with dots is one name.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  "ghaf.givc.enable": true,
  ghaf: { "givc.debug": true },
});
