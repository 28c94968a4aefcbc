// The SSH server is looked for among the services.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { services: { ssh: { daemon: { enable: true } } } },
});
