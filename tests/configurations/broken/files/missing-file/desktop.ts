import { defineModule } from "@ghaf/system";

export const desktop = defineModule({
  ghaf: { profiles: { graphics: { enable: true } } },
});
