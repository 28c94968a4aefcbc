// A key is not in the directory that VMs see.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    security: {
      sshKeys: { waypipeSshPublicKeyFile: "/run/other/id_ed25519.pub" },
    },
  },
});
