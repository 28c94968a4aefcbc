// A function reads an option that is not there, whose value is then undefined.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    users: { accounts: { user: (config) => config.ghaf.users.accounts.name } },
  },
});
