// Names that every object of JavaScript has are no options.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { constructor: true, toString: "ghaf", ["__proto__"]: 1 },
  hasOwnProperty: {},
});
