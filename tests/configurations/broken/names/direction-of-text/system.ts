// A title has a character that turns the direction of text around, and a line break.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    graphics: {
      launchers: [{ name: "Draw‮txt\nExec=reboot", path: "/usr/bin/gimp" }],
    },
  },
});
