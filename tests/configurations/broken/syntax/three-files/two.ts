import { defineModule } from "@ghaf/system";

export const two = defineModule({ ghaf: { layout: headless" } });
