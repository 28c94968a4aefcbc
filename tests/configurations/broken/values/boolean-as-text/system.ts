// A switch is given as text.
import { defineSystem } from "@ghaf/system";

export default defineSystem({ ghaf: { givc: { enable: "true" } } });
