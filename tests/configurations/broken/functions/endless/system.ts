// A function calls itself without an end.
import { defineSystem } from "@ghaf/system";
const depth = (n: number): number => depth(n + 1) + 1;

export default defineSystem({
  ghaf: { users: { accounts: { uid: () => depth(0) } } },
});
