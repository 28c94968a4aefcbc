import { defineModule } from "@ghaf/system";

export const kiosk = defineModule({ ghaf: { layout: "headless" } });
