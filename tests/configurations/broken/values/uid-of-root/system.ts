// The account gets the number of root.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { users: { accounts: { enable: true, uid: 0 } } },
});
