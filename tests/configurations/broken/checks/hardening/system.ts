// Units are left out of hardening that have none.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { systemd: { excludedHardenedConfigs: ["sshdd.service"] } },
});
