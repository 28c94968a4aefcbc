/** Options that name VMs and addresses. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf, type Planted } from "./testing.ts";

const CASES: readonly Planted[] = [
  {
    mistake: "a launcher in a VM that is not there",
    definition: {
      ghaf: {
        graphics: {
          launchers: [{ name: "Browser", path: "/usr/bin/browse", vm: "Mial" }],
        },
      },
    },
    found: [
      "error ghaf.graphics.launchers[10].vm: names Mial, but no such VM is enabled to run Browser in; enable mial-vm, or name another VM: did you mean mail-vm?",
    ],
  },
  {
    mistake: "a shared directory of a VM that is not there",
    definition: {
      ghaf: {
        virtualization: {
          "microvm-host": {
            sharedVmDirectory: { vms: ["mail-vm", "chrome-vm"] },
          },
        },
      },
    },
    found: [
      "error ghaf.virtualization.microvm-host.sharedVmDirectory.vms[1]: names chrome-vm, but no such VM is enabled to share a directory with; enable chrome-vm, or name another VM: there are net-vm, gui-vm, audio-vm, admin-vm, ids-vm, mail-vm",
    ],
  },
  {
    mistake: "shared memory of a VM that is not there",
    definition: { ghaf: { shm: { enable: true, vms_enabled: ["guivm"] } } },
    found: [
      "error ghaf.shm.vms_enabled[0]: names guivm, but no such VM is enabled to share memory with; enable guivm, or name another VM: did you mean gui-vm?",
    ],
  },
  {
    mistake: "a frame for a VM that is not there",
    definition: {
      ghaf: {
        graphics: {
          labwc: {
            securityContext: [{ identifier: "post-vm", color: "#112233" }],
          },
        },
      },
    },
    found: [
      "error ghaf.graphics.labwc.securityContext[1].identifier: names post-vm, but no such VM is enabled to draw frames for; enable post-vm, or name another VM: there are net-vm, gui-vm, audio-vm, admin-vm, ids-vm, mail-vm",
    ],
  },
  {
    mistake: "a flow from a VM that is not there",
    definition: {
      ghaf: {
        networking: { flows: [{ from: "mial-vm", to: "net-vm", port: 80 }] },
      },
    },
    found: [
      "error ghaf.networking.flows[0].from: names mial-vm, which is neither a VM that is enabled, nor a role, nor ghaf-host; name another machine: did you mean mail-vm?",
    ],
  },
  {
    mistake: "a flow from a VM to itself",
    definition: {
      ghaf: {
        networking: { flows: [{ from: "mail-vm", to: "mail-vm", port: 80 }] },
      },
    },
    found: [
      "error ghaf.networking.flows[0].to: is mail-vm, the same as from; a machine needs no leave to reach itself; name two machines, or leave the flow out",
    ],
  },
  {
    mistake: "a collector of logs that nobody knows",
    definition: { ghaf: { logging: { listener: { address: "admni-vm" } } } },
    found: [
      "error ghaf.logging.listener.address: is admni-vm, which is the name of no machine of this device; name the machine that collects logs: did you mean admin-vm?",
    ],
  },
  {
    mistake: "one address for two names",
    definition: {
      ghaf: {
        networking: {
          hosts: {
            entries: [
              { name: "printer", ip: "192.168.100.60" },
              { name: "scanner", ip: "192.168.100.60" },
            ],
          },
        },
      },
    },
    found: [
      "error ghaf.networking.hosts.entries[1].ip: is 192.168.100.60, which ghaf.networking.hosts.entries[0].ip has already; give each machine a name and an address of its own",
    ],
  },
  {
    mistake: "two addresses for one name",
    definition: {
      ghaf: {
        networking: {
          hosts: {
            entries: [
              { name: "printer", ip: "192.168.100.60" },
              { name: "printer", ip: "192.168.100.61" },
            ],
          },
        },
      },
    },
    found: [
      "error ghaf.networking.hosts.entries[1].name: is printer, which ghaf.networking.hosts.entries[0].name has already; give each machine a name and an address of its own",
    ],
  },
  {
    mistake: "an address of another network",
    definition: {
      ghaf: {
        networking: {
          hosts: { entries: [{ name: "printer", ip: "10.0.0.5" }] },
        },
      },
    },
    found: [
      "error ghaf.networking.hosts.entries[0].ip: is 10.0.0.5, which is no address of a machine in 192.168.100.0/24 or 192.168.101.0/24; choose one from 192.168.100.1 to 192.168.100.254",
    ],
  },
  {
    mistake: "the address of the whole network",
    definition: {
      ghaf: {
        networking: {
          hosts: { entries: [{ name: "printer", ip: "192.168.100.255" }] },
        },
      },
    },
    found: [
      "error ghaf.networking.hosts.entries[0].ip: is 192.168.100.255, which is no address of a machine in 192.168.100.0/24 or 192.168.101.0/24; choose one from 192.168.100.1 to 192.168.100.254",
    ],
  },
  {
    mistake: "an address that is reserved for a VM",
    definition: {
      ghaf: {
        networking: {
          hosts: { entries: [{ name: "printer", ip: "192.168.100.3" }] },
        },
      },
    },
    found: [
      "error ghaf.networking.hosts.entries[0].ip: gives printer the address 192.168.100.3, which is reserved for gui-vm; choose another address, or add an entry that moves gui-vm",
    ],
  },
];

for (const { mistake, definition, found } of CASES) {
  test(mistake, () => assert.deepEqual(findingsOf(definition), found));
}

test("what names VMs rightly is no mistake", () => {
  const said = findingsOf({
    ghaf: {
      graphics: {
        launchers: [
          { name: "Mail", path: "/usr/bin/mail", vm: "Mail" },
          { name: "Post", path: "/usr/bin/mail", vm: "mail-vm" },
        ],
      },
      shm: { enable: true, vms_enabled: ["mail-vm", "gui-vm"] },
      networking: {
        flows: [
          { from: "app", to: "app", port: 80 },
          { from: "ghaf-host", to: "net", port: 80 },
          { from: "mail-vm", to: "gui-vm", port: 80 },
        ],
        hosts: {
          entries: [
            // Whose address another then may have.
            { name: "gui-vm", ip: "192.168.100.70" },
            { name: "printer", ip: "192.168.100.3" },
            { name: "scanner", ip: "192.168.101.60" },
          ],
        },
      },
      logging: { listener: { address: "logs.example.org" } },
    },
  });
  assert.deepEqual(said, []);
});
