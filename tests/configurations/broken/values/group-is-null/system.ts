// A group is taken back with null.
import { defineSystem } from "@ghaf/system";

export default defineSystem({ ghaf: { graphics: null } });
