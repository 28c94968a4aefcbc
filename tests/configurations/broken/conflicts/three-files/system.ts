// Three files choose the account; two of them agree.
import { defineSystem } from "@ghaf/system";
import { first } from "./first.ts";
import { second } from "./second.ts";

export default defineSystem({
  imports: [first, second],
  ghaf: { users: { accounts: { user: "operator" } } },
});
