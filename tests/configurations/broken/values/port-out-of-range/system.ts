// The port of the collector of logs has a digit too many.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { logging: { listener: { address: "admin-vm", port: 99999 } } },
});
