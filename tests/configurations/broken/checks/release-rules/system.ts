// A release build breaks every rule of release builds.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    build: "release",
    givc: { enable: true, enableTls: false },
    graphics: { labwc: { enable: true, autologinUser: "ghaf" } },
    reference: { personalize: { keys: { enable: true } } },
    users: { accounts: { enable: true, password: "ghaf" } },
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        adminvm: { enable: true },
        guivm: { enable: true },
        netvm: {
          enable: true,
          extraModules: [
            {
              files: {
                "/etc/wpa.conf": { text: "network={\n  psk=12345678\n}\n" },
              },
            },
          ],
        },
      },
    },
  },
});
