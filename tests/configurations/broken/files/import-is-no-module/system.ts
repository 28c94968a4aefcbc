// A list of imports has a path, an object and something undefined.
import { defineSystem, hardwareDefinitions } from "@ghaf/system";

export default defineSystem({
  imports: [
    "./desktop.ts",
    { ghaf: { build: "debug" } },
    hardwareDefinitions["lenovo-x1-carbon-gen13"],
  ],
  ghaf: { layout: "headless" },
});
