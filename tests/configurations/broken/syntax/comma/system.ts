// A comma is missing between two options.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    layout: "headless"
    build: "debug",
  },
});
