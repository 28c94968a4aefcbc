// One file says a value twice, by parts.
import { defineSystem, parts } from "@ghaf/system";

export default defineSystem({ ghaf: { layout: parts("default", "headless") } });
