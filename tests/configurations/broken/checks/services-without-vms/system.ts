// Services are on without the VMs that they run in.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    services: { audio: { enable: true }, desktop: { enable: true } },
    givc: { enable: true },
  },
});
