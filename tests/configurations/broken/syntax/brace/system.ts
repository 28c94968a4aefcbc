// A brace is missing.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    layout: "headless",
    givc: { enable: true,
  },
});
