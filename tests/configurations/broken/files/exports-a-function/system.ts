// The description is a function, as in other systems of modules.
import { defineSystem } from "@ghaf/system";

export default () => defineSystem({ ghaf: { build: "debug" } });
