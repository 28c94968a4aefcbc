// Options of an operating system stand beside those of the platform.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { givc: { enable: true } },
  networking: { hostName: "laptop" },
  services: { openssh: { enable: true } },
});
