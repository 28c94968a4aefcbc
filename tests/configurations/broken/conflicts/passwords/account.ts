import { defineModule } from "@ghaf/system";

export const account = defineModule({
  ghaf: { users: { accounts: { password: "battery staple" } } },
});
