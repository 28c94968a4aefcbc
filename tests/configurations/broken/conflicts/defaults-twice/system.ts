// Two files have different defaults, and nobody decides.
import { defineSystem } from "@ghaf/system";
import { desk } from "./desk.ts";
import { field } from "./field.ts";

export default defineSystem({ imports: [desk, field] });
