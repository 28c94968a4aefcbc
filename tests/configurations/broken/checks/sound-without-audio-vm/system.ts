// A VM plays sound, and there is no audio-vm.
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
              name: "hear",
              ramMb: 1024,
              cores: 2,
              ghafAudio: { enable: true },
            },
          ],
        },
      },
    },
  },
});
