// Packages by the names of another distribution, and a command.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
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
              packages: ["gnome.eog", "pkgs.gimp;", "GIMP"],
            },
          ],
        },
      },
    },
  },
});
