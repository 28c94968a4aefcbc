import { defineModule } from "@ghaf/system";
import { two } from "./two.ts";

export const one = defineModule({ imports: [two], ghaf: { build: "debug" } });
