import { defineModule } from "@ghaf/system";

export const first = defineModule({
  ghaf: { users: { accounts: { user: "jane" } } },
});
