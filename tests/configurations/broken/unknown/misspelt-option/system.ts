// An option is misspelt.
import { defineSystem } from "@ghaf/system";

export default defineSystem({ ghaf: { givc: { enabel: true } } });
