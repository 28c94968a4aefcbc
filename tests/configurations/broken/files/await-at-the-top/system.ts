// The file waits for a download.
import { defineSystem } from "@ghaf/system";
const answer = await fetch("https://fleet.example/account");

export default defineSystem({
  ghaf: { users: { accounts: { user: await answer.text() } } },
});
