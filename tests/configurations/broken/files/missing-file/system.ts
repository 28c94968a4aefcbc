// The imported file has another name.
import { defineSystem } from "@ghaf/system";
import { desktop } from "./dekstop.ts";

export default defineSystem({ imports: [desktop] });
