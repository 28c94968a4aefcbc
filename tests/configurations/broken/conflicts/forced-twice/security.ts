import { defineModule, force } from "@ghaf/system";

export const security = defineModule({ ghaf: { build: force("release") } });
