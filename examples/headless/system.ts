/**
 * A gateway without a screen: several services, each in a VM of its own, and a rule for every
 * flow between them. What is not listed under `flows` is not allowed.
 */

import { defineSystem, force, hardwareDefinitions, when } from "@ghaf/system";

export default defineSystem({
  imports: [hardwareDefinitions["generic-x86"]],

  ghaf: {
    build: "debug",
    layout: "headless",
    givc: { enable: true },
    host: {
      networking: { enable: true },
      powercontrol: { enable: true },
    },
    hardware: { definition: { memoryMiB: 8192 } },

    logging: {
      client: { enable: true },
      listener: { address: "admin-vm", port: 9999 },
    },

    users: {
      accounts: {
        user: "operator",
        // Public keys only; a release build has no password at all.
        sshKeys: [],
      },
    },

    networking: {
      flows: [
        {
          from: "sensors-vm",
          to: "store-vm",
          protocol: "tcp",
          port: 8086,
          description: "measurements",
        },
      ],
    },

    virtualization: {
      "microvm-host": { enable: true, networkSupport: true },
      microvm: {
        adminvm: { enable: true },
        netvm: { enable: true },
        appvm: {
          enable: true,
          vms: [
            {
              name: "sensors",
              ramMb: 192,
              cores: 1,
              packages: ["mosquitto"],
              applications: [
                {
                  name: "broker",
                  command: "/usr/sbin/mosquitto -p 1883",
                  launcher: false,
                },
              ],
            },
            {
              name: "store",
              ramMb: 384,
              cores: 2,
              packages: ["busybox"],
              applications: [
                {
                  name: "store",
                  command: "/usr/bin/busybox httpd -f -p 8086",
                  launcher: false,
                },
              ],
              // What a VM keeps over restarts is listed; the rest of its root is gone.
              extraModules: [
                {
                  ghaf: {
                    storagevm: {
                      enable: true,
                      directories: [{ path: "/var/lib/store" }],
                    },
                  },
                },
              ],
            },
          ],
        },
      },
    },

    // Only while somebody looks for a fault; a plain value elsewhere would not win over it.
    systemd: when((config) => config.ghaf.build === "debug", {
      logLevel: force("debug"),
    }),
  },
});
