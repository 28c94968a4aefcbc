// A list has a hole where a condition without an else stood.
import { defineSystem } from "@ghaf/system";
const isLaptop = Boolean(0);

export default defineSystem({
  ghaf: {
    kernel: {
      host: { kernelParams: ["quiet", ...(isLaptop ? [] : [undefined])] },
    },
  },
});
