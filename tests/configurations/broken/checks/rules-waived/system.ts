// Rules of release builds are waived, one by a name that there is not.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    build: "release",
    checks: { waive: ["clear-password", "auto-login"] },
    users: { accounts: { enable: true, password: "ghaf" } },
  },
});
