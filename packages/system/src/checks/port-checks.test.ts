/** Ports, units and accounts. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf, type Planted } from "./testing.ts";

const CASES: readonly Planted[] = [
  {
    mistake: "sound on the port of the agent",
    definition: {
      ghaf: { services: { audio: { pulseaudioTcpPort: 9000 } } },
    },
    found: [
      "error ghaf.services.audio.pulseaudioTcpPort: is 9000 for sound in audio-vm, where the agent listens on that port; choose another port",
    ],
  },
  {
    mistake: "two ports of sound that are one",
    definition: {
      ghaf: { services: { audio: { pulseaudioTcpPort: 4714 } } },
    },
    found: [
      "error ghaf.services.audio.pulseaudioTcpControlPort: is 4714 for the control of sound in audio-vm, where sound listens on that port; choose another port",
    ],
  },
  {
    mistake: "documents on the port of the SSH server",
    definition: {
      ghaf: { services: { xdgopener: { xdgPort: 22 } } },
    },
    found: [
      "error ghaf.services.xdgopener.xdgPort: is 22 for the opener of documents in gui-vm, where the SSH server listens on that port; choose another port",
    ],
  },
  {
    mistake: "registry and logs on one port",
    definition: { ghaf: { logging: { listener: { port: 9001 } } } },
    found: [
      "error ghaf.logging.listener.port: is 9001 for the collector of logs in admin-vm, where the registry listens on that port; choose another port",
    ],
  },
  {
    mistake: "a proxy on the port of names",
    definition: {
      ghaf: {
        reference: {
          services: {
            enable: true,
            "proxy-server": { enable: true, bindPort: 53 },
          },
        },
        virtualization: {
          microvm: {
            appvm: {
              vms: [
                {
                  ...{ name: "business", ramMb: 256, cores: 1 },
                  extraModules: [],
                },
              ],
            },
          },
        },
      },
    },
    found: [
      "error ghaf.reference.services.proxy-server.bindPort: is 53 for the proxy in net-vm, where the name server listens on that port; choose another port",
    ],
  },
  {
    mistake: "Windows on the port of language models",
    definition: {
      ghaf: {
        reference: {
          services: { enable: true, ollama: true },
          programs: {
            "windows-launcher": {
              ...{ enable: true, spice: true, "spice-port": 11_434 },
            },
          },
        },
      },
    },
    found: [
      "error ghaf.reference.programs.windows-launcher.spice-port: is 11434 for the screen of Windows in ghaf-host, where the server of language models listens on that port; choose another port",
    ],
  },
  {
    mistake: "too few ports for windows",
    definition: {
      ghaf: {
        virtualization: {
          microvm: {
            appvm: {
              waypipeBasePort: 65_535,
              vms: [{ name: "extra", ramMb: 256, cores: 1 }],
            },
          },
        },
      },
    },
    found: [
      "error ghaf.virtualization.microvm.appvm.waypipeBasePort: is 65535, after which there are not 2 ports for 2 application VMs; choose 65534 or less, such as 1100",
    ],
  },
  {
    mistake: "hardening of a unit that has none",
    definition: {
      ghaf: {
        systemd: {
          excludedHardenedConfigs: ["sshd.socket", "wpa-supplicant.service"],
        },
      },
    },
    found: [
      "error ghaf.systemd.excludedHardenedConfigs[0]: names sshd.socket, which has no hardening drop-in; name a unit that has one: there are NetworkManager-dispatcher.service, bluetooth.service, dbus.service, dnsmasq.service, firewall.service, nftables.service, kmod-static-nodes.service, logrotate.service and more",
      "error ghaf.systemd.excludedHardenedConfigs[1]: names wpa-supplicant.service, which has no hardening drop-in; name a unit that has one: did you mean wpa_supplicant.service?",
    ],
  },
  {
    mistake:
      "hardening of a unit that no machine has, beside one by each of its names",
    definition: {
      ghaf: {
        systemd: {
          excludedHardenedConfigs: [
            ...["nscd.service", "firewall.service", "nftables.service"],
          ],
        },
      },
    },
    found: [
      "hint ghaf.systemd.excludedHardenedConfigs[0]: names nscd.service, which no machine of this version has; leave it out",
    ],
  },
  {
    mistake: "hardening that a debug build does not have anyway",
    definition: {
      ghaf: { systemd: { excludedHardenedConfigs: ["sshd.service"] } },
    },
    found: [
      "hint ghaf.systemd.excludedHardenedConfigs[0]: names sshd.service, whose drop-in is not written anyway while withDebug is on; leave it out, or keep it for builds without withDebug",
    ],
  },
  {
    mistake: "a session of somebody without an account",
    definition: {
      ghaf: { graphics: { labwc: { enable: true, autologinUser: "anna" } } },
    },
    found: [
      'error ghaf.graphics.labwc.autologinUser: is anna, but the account is ghaf; set it to "ghaf" or to null',
    ],
  },
  {
    mistake: "a session without accounts",
    definition: {
      ghaf: {
        graphics: { labwc: { enable: true } },
        users: { accounts: { enable: false } },
      },
    },
    found: [
      "error ghaf.graphics.labwc.autologinUser: is ghaf, but there are no accounts; turn ghaf.users.accounts.enable on, or set this to null",
    ],
  },
  {
    mistake: "a key outside of what is shared",
    definition: {
      ghaf: {
        security: { sshKeys: { waypipeSshPublicKeyDir: "/run/keys" } },
      },
    },
    found: [
      "error ghaf.security.sshKeys.waypipeSshPublicKeyFile: is /run/waypipe-ssh-public-key/id_ed25519.pub, which is not in /run/keys; name a file in ghaf.security.sshKeys.waypipeSshPublicKeyDir",
    ],
  },
];

for (const { mistake, definition, found } of CASES) {
  test(mistake, () => assert.deepEqual(findingsOf(definition), found));
}

test("a service that is off takes no port", () => {
  const said = findingsOf({
    ghaf: {
      reference: { services: { "proxy-server": { bindPort: 53 } } },
      services: { xdgopener: { enable: false, xdgPort: 9000 } },
      systemd: { excludedHardenedConfigs: ["microvm@.service"] },
    },
  });
  assert.deepEqual(said, []);
});
