// Everything is wrapped into “config”, as in other systems of modules.
import { defineSystem } from "@ghaf/system";

export default defineSystem({ config: { ghaf: { layout: "headless" } } });
