/** The methods of `admin.AdminService` whose backend is not in this version, and what callers are told. */

import type { AdminService } from "@ghaf/api/proto/admin/admin";
import type { Handlers } from "@ghaf/api/rpc";
import { AdminError } from "../errors.ts";

export function unsupportedHandlers(): Handlers<typeof AdminService> {
  const updates = "system updates are not in this version of the admin";
  return {
    wakeup: () => refuse("Not supported"),
    listGenerations: () => refuse(updates),
    setGeneration: () => refuse(updates),
    notifyUser: () =>
      refuse("user notifications are not in this version of the admin"),
    ctap: () =>
      refuse("security tokens (CTAP) are not in this version of the admin"),
  };
}

function refuse(message: string): never {
  throw new AdminError("not-supported", message);
}
