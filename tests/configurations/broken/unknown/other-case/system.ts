// Names of options have capital letters inside.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    users: { accounts: { sshkeys: [] } },
    graphics: { labwc: { autoLock: { enable: false } } },
  },
});
