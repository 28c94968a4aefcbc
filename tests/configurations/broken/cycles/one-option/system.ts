// An option is computed from itself.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    users: {
      accounts: { uid: (config) => config.ghaf.users.accounts.uid + 1 },
    },
  },
});
