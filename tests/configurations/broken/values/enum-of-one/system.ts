// A compositor that the platform does not have.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { profiles: { graphics: { compositor: "gnome" } } },
});
