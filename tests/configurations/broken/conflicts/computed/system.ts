// A computed value and a written one differ.
import { defineSystem } from "@ghaf/system";
import { follow } from "./follow.ts";

export default defineSystem({
  imports: [follow],
  ghaf: { layout: "headless", build: "debug" },
});
