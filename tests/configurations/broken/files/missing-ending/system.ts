// Files are imported by the endings that they will have; only one of them is there.
import { defineSystem } from "@ghaf/system";
import { desktop } from "./modules/desktop.js";
import { kernel } from "./kernel.js";

export default defineSystem({ imports: [desktop, kernel] });
