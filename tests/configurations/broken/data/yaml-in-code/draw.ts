import { defineModule } from "@ghaf/system";

export default defineModule({
  ghaf: { givc: { enable: "on" } },
});
