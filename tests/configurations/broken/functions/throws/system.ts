// A function throws an error of its own.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    users: {
      accounts: {
        user: () => {
          throw new Error("no account for this fleet");
        },
      },
    },
  },
});
