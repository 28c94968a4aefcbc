// A word processor made typographic quotes.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { layout: “headless” },
});
