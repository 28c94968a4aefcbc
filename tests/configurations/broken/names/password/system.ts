// A password has a line break; it is not shown.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    users: { accounts: { enable: true, password: "hunter2\nroot:toor" } },
  },
});
