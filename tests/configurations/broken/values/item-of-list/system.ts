// One item of a list is a number.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { systemd: { excludedHardenedConfigs: ["sshd", 7] } },
});
