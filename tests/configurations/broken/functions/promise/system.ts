// A function is asynchronous.
import { defineSystem } from "@ghaf/system";

export default defineSystem({ ghaf: { layout: async () => "headless" } });
