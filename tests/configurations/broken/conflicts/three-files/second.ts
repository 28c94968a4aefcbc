import { defineModule } from "@ghaf/system";

export const second = defineModule({
  ghaf: { users: { accounts: { user: "operator" } } },
});
