// The option is unknown in a file that the description imports.
import { defineSystem } from "@ghaf/system";
import { desktop } from "./modules/desktop.ts";

export default defineSystem({ imports: [desktop], ghaf: { build: "debug" } });
