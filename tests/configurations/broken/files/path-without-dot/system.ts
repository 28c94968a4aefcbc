// The path of a file does not begin with a dot.
import { defineSystem } from "@ghaf/system";
import { desktop } from "desktop.ts";

export default defineSystem({ imports: [desktop] });
