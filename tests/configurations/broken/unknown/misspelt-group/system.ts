// A group is written in British English.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { virtualisation: { microvm: { netvm: { enable: true } } } },
});
