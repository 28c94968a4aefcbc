// A list gets items from one file, and text from another.
import { defineSystem } from "@ghaf/system";
import { extra } from "./extra.ts";

export default defineSystem({
  imports: [extra],
  ghaf: { namespaces: { vms: ["draw-vm"] } },
});
