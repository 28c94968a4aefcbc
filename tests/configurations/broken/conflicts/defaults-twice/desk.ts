import { byDefault, defineModule } from "@ghaf/system";

export const desk = defineModule({
  ghaf: { graphics: { labwc: { autolock: { duration: byDefault(900) } } } },
});
