// Two files choose the password; neither is shown.
import { defineSystem } from "@ghaf/system";
import { account } from "./account.ts";

export default defineSystem({
  imports: [account],
  ghaf: { users: { accounts: { password: "correct horse" } } },
});
