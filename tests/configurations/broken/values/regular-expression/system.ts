// The name of a keyboard is a RegExp; it is the text of one.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: {
      definition: {
        input: {
          keyboard: {
            name: [/AT Translated.*/],
            evdev: ["/dev/input/by-path/kbd"],
          },
        },
      },
    },
  },
});
