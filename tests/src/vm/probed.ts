/** What a device has so that tests see into its VMs: a shell for the host in each, one more VM, a flow, DHCP, and something to keep. */

import { defineModule } from "@ghaf/system";

/** Where the host finds the shell of a VM; a socket of systemd costs nothing until then. */
export const SHELL_PORT = 7777;
/** From app-vm to spare-vm. */
export const FLOW_PORT = 8086;
/** What app-vm keeps. */
export const KEPT_FOLDER = "/var/lib/kept";

/** A module for one machine. */
export const shell = {
  units: {
    "probe.socket": {
      sections: {
        Socket: { ListenStream: String(SHELL_PORT), Accept: "yes" },
        Install: { WantedBy: "sockets.target" },
      },
    },
    "probe@.service": {
      sections: {
        Service: {
          ExecStart: "-/bin/bash",
          StandardInput: "socket",
          StandardOutput: "socket",
          StandardError: "socket",
        },
      },
    },
  },
  firewall: { allow: [{ port: SHELL_PORT, from: "ghaf-host" }] },
};

const spare = {
  ...{ name: "spare", ramMb: 256, cores: 1 },
  packages: ["busybox"],
  applications: [{ name: "pause", command: "/usr/bin/sleep infinity" }],
  extraModules: [{ microvm: { autostart: false } }],
};

/** Beside examples/minimal. @public: the configuration that device.ts writes imports it */
export const probed = defineModule({
  ghaf: {
    networking: {
      flows: [{ from: "app-vm", to: "spare-vm", port: FLOW_PORT }],
      dhcp: { enable: true },
    },
    virtualization: {
      microvm: {
        adminvm: { extraModules: [shell] },
        netvm: { extraModules: [shell] },
        appvm: {
          vms: [spare],
          extraModules: [
            shell,
            {
              ghaf: {
                storagevm: {
                  enable: true,
                  directories: [{ path: KEPT_FOLDER, mode: "0700" }],
                },
              },
            },
          ],
        },
      },
    },
  },
});
