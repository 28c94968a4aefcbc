// The description names the machine otherwise than its hardware definition.
import { defineSystem, hardwareDefinitions } from "@ghaf/system";

export default defineSystem({
  imports: [hardwareDefinitions["lenovo-x1-carbon-gen11"]],
  ghaf: { hardware: { definition: { name: "My laptop" } } },
});
