// A package is not installed.
import { defineSystem } from "@ghaf/system";
import fleet from "@acme/fleet";

export default defineSystem({ imports: [fleet] });
