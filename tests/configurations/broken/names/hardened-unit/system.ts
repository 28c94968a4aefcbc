// A unit that is left out of hardening has a shell character.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { systemd: { excludedHardenedConfigs: ["sshd;reboot"] } },
});
