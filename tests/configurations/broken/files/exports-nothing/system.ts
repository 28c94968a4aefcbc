// The call is there, and nothing is exported.
import { defineSystem } from "@ghaf/system";

defineSystem({ ghaf: { build: "debug" } });
