import { defineModule } from "@ghaf/system";

export const demo = defineModule({
  ghaf: { graphics: { labwc: { autologinUser: "ghaf" } } },
});
