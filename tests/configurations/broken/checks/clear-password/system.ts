// A password in clear text, which a debug build may have.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { users: { accounts: { enable: true, password: "hunter2hunter2" } } },
});
