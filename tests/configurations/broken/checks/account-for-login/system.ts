// Nobody is there who could be logged in.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    graphics: { labwc: { enable: true, autologinUser: "jane" } },
    users: { accounts: { enable: true, user: "operator" } },
  },
});
