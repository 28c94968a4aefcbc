// The account is turned off with null, as some options are.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { users: { accounts: { enable: true, user: null } } },
});
