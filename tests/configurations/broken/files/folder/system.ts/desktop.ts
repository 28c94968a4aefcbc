// What is called system.ts is a folder.
import { defineSystem } from "@ghaf/system";

export default defineSystem({ ghaf: { layout: "headless" } });
