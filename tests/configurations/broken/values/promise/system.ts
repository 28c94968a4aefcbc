// The account is read by a function that has not been waited for.
import { defineSystem } from "@ghaf/system";
async function readAccount() {
  return "operator";
}

export default defineSystem({
  ghaf: { users: { accounts: { user: readAccount() } } },
});
