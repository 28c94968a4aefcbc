// A regular expression has no end of its group.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    users: { accounts: { user: /(jane/.test("jane") ? "jane" : "operator" } },
  },
});
