// The description is exported by a name.
import { defineSystem } from "@ghaf/system";

export const system = defineSystem({ ghaf: { build: "debug" } });
