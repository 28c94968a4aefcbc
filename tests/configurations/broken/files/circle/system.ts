// Two files import each other, so that one is not there yet.
import { defineSystem } from "@ghaf/system";
import { one } from "./one.ts";

export default defineSystem({ imports: [one] });
