import { byDefault, defineModule } from "@ghaf/system";

export const field = defineModule({
  ghaf: { graphics: { labwc: { autolock: { duration: byDefault(60) } } } },
});
