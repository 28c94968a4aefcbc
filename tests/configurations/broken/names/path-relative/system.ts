// The picture behind the windows is a path without its beginning.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { graphics: { labwc: { wallpaper: "artwork/sea.jpg" } } },
});
