// The layout is misspelt.
import { defineSystem } from "@ghaf/system";

export default defineSystem({ ghaf: { layout: "headles" } });
