// The place of the registry is given in two files, with two ports.
import { defineSystem } from "@ghaf/system";
import { plane } from "./plane.ts";

export default defineSystem({
  imports: [plane],
  ghaf: { givc: { adminConfig: { port: "9001" } } },
});
