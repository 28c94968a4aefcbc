/**
 * A laptop for a user trial: Lenovo X1 Carbon Gen 11 with the applications of the reference's
 * trial: chrome, business, comms, gala and zathura, each family in a VM of its own.
 *
 * Memory of the guests: 12288 (gui) + 512 (net) + 384 (audio) + 512 (admin)
 * + 6144 (chrome) + 6144 (business) + 4096 (comms) + 1536 (gala) + 512 (zathura) = 32128 MiB,
 * of 32768 MiB that the laptop has.
 */

import { defineSystem, hardwareDefinitions } from "@ghaf/system";

export default defineSystem({
  imports: [hardwareDefinitions["lenovo-x1-carbon-gen11"]],

  ghaf: {
    build: "debug",

    reference: {
      // The roles of a laptop, its services and the selection of application VMs.
      profiles: { "mvp-user-trial": { enable: true } },
    },

    // Who works on it. A debug build may have a password; a release asks for one at its first start.
    users: { accounts: { user: "ghaf" } },

    graphics: {
      labwc: {
        // Dims at 80 % of it, locks, then turns the screen off.
        autolock: { duration: 300 },
      },
    },
  },
});
