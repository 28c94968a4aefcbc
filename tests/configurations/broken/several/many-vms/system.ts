// Every VM of a list has a mistake of its own.
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
            { name: "draw", ramMb: 1024, cores: 2, borderColour: "#aa0000" },
            { name: "Read", ramMb: 1024, cores: 2 },
            { name: "hear", ramMb: 1024 },
            { name: "talk", ramMb: "1024", cores: 2 },
            { name: "play", ramMb: 1024, cores: 2000 },
            {
              name: "sing",
              ramMb: 1024,
              cores: 2,
              applications: [{ name: "sing", command: "sing | tee" }],
            },
            {
              name: "look",
              ramMb: 1024,
              cores: 2,
              extraModules: [
                {
                  microvm: { hypervisor: "xen" },
                  files: { motd: { text: "" } },
                },
              ],
            },
          ],
        },
      },
    },
  },
});
