// A whole group of options is turned on.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { givc: true, services: { audio: "on" } },
});
