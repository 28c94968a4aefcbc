/** A host and three VMs: admin-vm keeps the registry, net-vm is the way out, app-vm runs one application. */

import { defineSystem, hardwareDefinitions } from "@ghaf/system";

export default defineSystem({
  // A machine without devices of its own to hand to VMs. A laptop has a definition with its devices.
  imports: [hardwareDefinitions["qemu-vm"]],

  ghaf: {
    // Everything that a developer needs; "release" refuses what a person's machine must not have.
    build: "debug",
    // No gui-vm: nothing here draws.
    layout: "headless",

    // The control plane: an agent in every machine, over mutual TLS.
    givc: { enable: true },

    host: {
      networking: { enable: true },
      // `givc-cli poweroff` and `givc-cli reboot` are obeyed.
      powercontrol: { enable: true },
    },

    // What the host has, so that the memory of the VMs is checked against it.
    hardware: { definition: { memoryMiB: 4096 } },

    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        adminvm: { enable: true },
        netvm: { enable: true },
        appvm: {
          enable: true,
          vms: [
            {
              name: "app",
              ramMb: 256,
              cores: 1,
              packages: ["busybox"],
              // `givc-cli start app --vm app-vm web` starts it.
              applications: [
                { name: "web", command: "/usr/bin/busybox httpd -f -p 8080" },
              ],
            },
          ],
        },
      },
    },
  },
});
