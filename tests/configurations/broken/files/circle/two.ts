import { defineModule } from "@ghaf/system";
import { one } from "./one.ts";

export const two = defineModule({
  imports: [one],
  ghaf: { layout: "headless" },
});
