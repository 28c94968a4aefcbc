// Two files choose the layout.
import { defineSystem } from "@ghaf/system";
import { kiosk } from "./kiosk.ts";

export default defineSystem({ imports: [kiosk], ghaf: { layout: "default" } });
