import { defineModule } from "@ghaf/system";
const text: string | undefined = process.env["ACME_FLEET_OF_NOBODY"];
const name = text!.toLowerCase();

export const fleet = defineModule({
  ghaf: { users: { accounts: { user: name } } },
});
