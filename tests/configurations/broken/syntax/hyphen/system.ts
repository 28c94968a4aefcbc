// A name with a hyphen has no quotes.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { virtualization: { microvm-host: { enable: true } } },
});
