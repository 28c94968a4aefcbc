// A description of a laptop, as somebody writes it who has read little.
import { defineSystem, hardwareDefinitions } from "@ghaf/system";

export default defineSystem({
  imports: [hardwareDefinitions["lenovo-x1-carbon-gen11"]],
  ghaf: {
    build: "release",
    reference: {
      profiles: { "mvp-user-trial": { enable: true } },
      appvms: { "chromium-vm": "yes" },
    },
    users: { accounts: { user: "Jane", password: "jane" } },
    graphics: {
      labwc: { autolock: { duration: "5m" }, wallpaper: "~/wallpaper.png" },
    },
    virtualization: {
      microvm: {
        appvm: {
          vms: [
            {
              name: "music",
              ramMb: 8192,
              cores: 4,
              packages: ["spotify"],
              applications: [{ name: "Spotify", command: "spotify" }],
            },
          ],
        },
      },
    },
  },
});
