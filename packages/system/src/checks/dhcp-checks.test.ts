/** What the DHCP server needs, and what nobody else may have then. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { force } from "@ghaf/module-system";
import { defineModule, type SystemDefinition } from "../define-system.ts";
import { evaluateSystem } from "../evaluate-system.ts";
import { deviceWith, findingsOf, type Planted } from "./testing.ts";

const on = { dhcp: { enable: true } };

function withPool(pool: string, more: object = {}): SystemDefinition {
  return { ghaf: { networking: { dhcp: { enable: true, pool }, ...more } } };
}

const CASES: readonly Planted[] = [
  {
    mistake: "nobody who could answer",
    definition: {
      ghaf: {
        networking: on,
        virtualization: {
          microvm: {
            netvm: { enable: force(false) },
            idsvm: { enable: force(false) },
          },
        },
      },
    },
    found: [
      "error ghaf.networking.dhcp.enable: is on, but there is no net-vm, which would answer; enable net-vm, or turn DHCP off",
    ],
  },
  {
    mistake: "no bridge",
    definition: {
      ghaf: {
        networking: on,
        givc: { enable: force(false) },
        logging: { client: { enable: force(false) } },
        host: { networking: { enable: force(false) } },
      },
    },
    found: [
      "error ghaf.networking.dhcp.enable: is on, but the host has no bridge over which VMs could ask; turn on ghaf.host.networking.enable, or turn DHCP off",
    ],
  },
  {
    mistake: "a pool without a server",
    definition: {
      ghaf: {
        networking: { dhcp: { pool: "192.168.100.211-192.168.100.212" } },
      },
    },
    found: [
      "warning ghaf.networking.dhcp.pool: is 192.168.100.211-192.168.100.212, but nobody gives these addresses away; turn on ghaf.networking.dhcp.enable, or leave the pool out",
    ],
  },
  ...[
    "192.168.101.211-192.168.101.212",
    "192.168.100.212-192.168.100.211",
    "192.168.100.250-192.168.100.255",
    "192.168.100.250-192.168.101.2",
  ].map((pool) => ({
    mistake: `the pool ${pool}`,
    definition: withPool(pool),
    found: [
      `error ghaf.networking.dhcp.pool: is ${pool}, which is no row of addresses in 192.168.100.0/24; choose two from 192.168.100.1 to 192.168.100.254, the lower one first`,
    ],
  })),
  {
    mistake: "a pool with an address of the platform",
    definition: withPool("192.168.100.8-192.168.100.12"),
    found: [
      "error ghaf.networking.dhcp.pool: is 192.168.100.8-192.168.100.12, which has 192.168.100.10 in it, an address that is reserved; choose addresses that nobody has, such as 192.168.100.200-192.168.100.215",
    ],
  },
  {
    mistake: "a pool with an address that a person gave away",
    definition: withPool("192.168.100.211-192.168.100.213", {
      hosts: { entries: [{ name: "printer", ip: "192.168.100.212" }] },
    }),
    found: [
      "error ghaf.networking.dhcp.pool: is 192.168.100.211-192.168.100.213, which has the address 192.168.100.212 of printer in it; choose addresses that nobody has, such as 192.168.100.200-192.168.100.215",
    ],
  },
  {
    mistake: "a flow to the port of a server",
    definition: {
      ghaf: {
        networking: {
          ...on,
          flows: [
            { from: "gui-vm", to: "mail-vm", port: 67, protocol: "udp" },
            { from: "gui-vm", to: "mail-vm", port: 67 },
          ],
        },
      },
    },
    found: [
      "error ghaf.networking.flows[0].port: is 67 over UDP, which belongs to the DHCP server of net-vm; choose another port, or turn ghaf.networking.dhcp.enable off",
    ],
  },
  {
    mistake: "a VM that opens the port of clients",
    definition: {
      ghaf: {
        networking: on,
        virtualization: {
          microvm: {
            appvm: {
              extraModules: [
                {
                  firewall: {
                    allow: [{ port: 68, protocol: "udp", from: "gui-vm" }],
                  },
                },
              ],
            },
          },
        },
      },
    },
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[0].extraModules: opens UDP port 68 of mail-vm, which belongs to the DHCP server of net-vm; open another port, or turn ghaf.networking.dhcp.enable off",
    ],
  },
];

for (const { mistake, definition, found } of CASES) {
  test(`${mistake} is found`, () => {
    assert.deepEqual(findingsOf(definition), found);
  });
}

test("the server comes with its package, and only where it is asked for", () => {
  const netVm = (definition: SystemDefinition) => {
    const { system } = evaluateSystem(deviceWith(definition));
    return system?.vms.find(({ name }) => name === "net-vm")?.packages ?? [];
  };
  assert.ok(netVm({ ghaf: { networking: on } }).includes("dnsmasq-base"));
  assert.ok(!netVm({}).includes("dnsmasq-base"));
});

test("a pool is said as two addresses", () => {
  for (const pool of ["192.168.100.5", "192.168.100.05-192.168.100.9"]) {
    const found = evaluateSystem(
      deviceWith({ imports: [defineModule(withPool(pool))] }),
    ).problems;
    assert.deepEqual(
      found.map(({ path }) => path),
      ["ghaf.networking.dhcp.pool"],
    );
  }
});
