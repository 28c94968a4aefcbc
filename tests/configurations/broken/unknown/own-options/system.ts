// A description with options of its own misspells one.
import { option, t, withOptions } from "@ghaf/system";

const { defineSystem } = withOptions({
  acme: {
    fleet: {
      region: option(t.oneOf("north", "south"), {
        default: "north",
        description: "Where the devices are.",
      }),
    },
  },
});
export default defineSystem({
  acme: { fleet: { regoin: "south" } },
  ghaf: { build: "debug" },
});
