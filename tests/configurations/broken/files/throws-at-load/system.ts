// The file throws while it is loaded.
import { defineSystem } from "@ghaf/system";
const region = "west";
if (!["north", "south"].includes(region))
  throw new Error(`there is no region ${region}`);

export default defineSystem({
  ghaf: { users: { accounts: { user: region } } },
});
