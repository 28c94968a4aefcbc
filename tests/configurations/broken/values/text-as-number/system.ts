// The name of the account is given as a number.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { users: { accounts: { enable: true, user: 1000 } } },
});
