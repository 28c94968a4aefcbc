import { defineModule } from "@ghaf/system";

export const one = defineModule({ ghaf: { build: "debug" };
