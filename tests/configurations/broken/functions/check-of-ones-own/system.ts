// A check of one's own finds something, and names an option that is not there.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  checks: [
    ({ ghaf }, report) => {
      report.error({
        path: "ghaf.users.accounts.user",
        reason: `is ${ghaf.users.accounts.user}, which is no name of our fleet`,
        fix: "use a name that begins with acme-",
      });
      report.error({
        path: "ghaf.users.accounts.nick",
        reason: "is missing",
        fix: "set it",
      });
    },
  ],
  ghaf: { users: { accounts: { enable: true, user: "jane" } } },
});
