// The login name has a space, and the user of a VM's file is too long.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    users: { accounts: { enable: true, user: "Jane Doe" } },
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [
            {
              name: "draw",
              ramMb: 1024,
              cores: 2,
              extraModules: [
                {
                  files: {
                    "/etc/motd": {
                      text: "",
                      owner: "a-user-name-that-useradd-does-not-accept",
                    },
                  },
                },
              ],
            },
          ],
        },
      },
    },
  },
});
