/** Who may connect to whom: only what roles need and what a person listed, and the rules of all machines say the same. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { System } from "@ghaf/system";
import { allocate } from "../allocation/allocate.ts";
import { NOTHING_ALLOCATED } from "../allocation/allocation.ts";
import { plan } from "../plan.ts";
import { deviceWith, laptop } from "../testing.ts";
import { reachability } from "./reachability.ts";

function reachOf(system: System) {
  const { allocation } = allocate(system, NOTHING_ALLOCATED);
  return reachability(system, allocation);
}

function lines(system: System): readonly string[] {
  return reachOf(system).connections.map(
    ({ from, to, protocol, port, why }) =>
      `${from} -> ${to} ${protocol}/${port}${why === "" ? "" : ` ${why}`}`,
  );
}

const flow = { from: "one-vm", to: "two-vm", port: 8086, description: "data" };
const two = deviceWith({
  networking: { flows: [flow, { ...flow, from: "app", port: 53 }] },
  development: { ssh: { daemon: { enable: false } } },
  virtualization: {
    microvm: {
      appvm: {
        enable: true,
        vms: [
          { name: "one", ramMb: 64, cores: 1 },
          { name: "two", ramMb: 64, cores: 1 },
        ],
      },
    },
  },
});

test("a device has the connections of its control plane, of its gateway and those that were listed", () => {
  const all = ["ghaf-host", "net-vm", "one-vm", "two-vm"];
  assert.deepEqual(
    [...lines(two)].sort(),
    [
      ...all.map((name) => `${name} -> admin-vm tcp/9001`),
      ...all.map((name) => `admin-vm -> ${name} tcp/9000`),
      ...["admin-vm", "ghaf-host", "one-vm", "two-vm"].flatMap((name) => [
        ...[`${name} -> net-vm tcp/53`, `${name} -> net-vm udp/53`],
      ]),
      ...["one-vm -> two-vm tcp/53 data", "one-vm -> two-vm tcp/8086 data"],
    ].sort(),
  );
});

test("every VM but the gateway reaches the outside through it", () => {
  assert.deepEqual(
    reachOf(two).outside,
    ["admin-vm", "one-vm", "two-vm"].map((from) => ({
      ...{ from, through: "net-vm" },
    })),
  );
});

test("application VMs of the laptop do not reach each other, but for what one of them serves", () => {
  const apps = laptop()
    .vms.filter(({ role }) => role === "app")
    .map(({ name }) => name);
  const between = reachOf(laptop()).connections.filter(
    ({ from, to }) => apps.includes(from) && apps.includes(to),
  );
  assert.deepEqual(
    [...new Set(between.map(({ to, port }) => `${to} ${port}`))],
    ["comms-vm 2947"],
  );
});

test("a connection is in the rules of the VM that accepts it and of the bridge that carries it", () => {
  const system = laptop();
  const { artifacts } = plan(system, NOTHING_ALLOCATED);
  const rulesOf = (name: string) =>
    artifacts
      .filter((one) => one.system === name && /nftables/.test(one.path))
      .flatMap(({ text }) => text.split("\n"));
  const bridge = rulesOf("ghaf-host");
  for (const { from, to, protocol, port } of reachOf(system).connections) {
    const accepts = (line: string) =>
      line.includes(`$${from}`) &&
      line.includes(`${protocol} dport ${port} accept`);
    assert.ok(rulesOf(to).some(accepts), `${to} accepts ${from}`);
    const carries = (line: string) =>
      accepts(line) && line.includes(`ip daddr $${to} `);
    const byBridge = from === "ghaf-host" || to === "ghaf-host";
    assert.ok(byBridge || bridge.some(carries), `${from} to ${to}`);
  }
});

test("nothing is accepted that the table does not say", () => {
  const system = laptop();
  const { artifacts } = plan(system, NOTHING_ALLOCATED);
  const { connections } = reachOf(system);
  const filters = artifacts.filter(({ path }) => /nftables/.test(path));
  const accepted = filters.flatMap(({ system: to, text }) =>
    text.split("\n").flatMap((line) => {
      const found = /ip saddr (\S+|\{[^}]*\}) (tcp|udp) dport (\d+) accept/;
      const [, sources = "", protocol, port] = found.exec(line) ?? [];
      const names = sources.match(/[a-z][a-z-]+/g) ?? [];
      return names.map((from) => `${from} ${to} ${protocol} ${port}`);
    }),
  );
  assert.deepEqual(
    accepted.sort(),
    connections
      .map((one) => `${one.from} ${one.to} ${one.protocol} ${one.port}`)
      .sort(),
  );
});

test("traffic that is inspected goes through ids-vm, which goes through net-vm", () => {
  const inspected = deviceWith({
    virtualization: {
      microvm: { idsvm: { enable: true, mitmproxy: { enable: true } } },
    },
  });
  assert.deepEqual(reachOf(inspected).outside, [
    { from: "admin-vm", through: "ids-vm" },
    { from: "ids-vm", through: "net-vm" },
  ]);
  const ids = plan(inspected, NOTHING_ALLOCATED).artifacts.find(
    ({ system, path }) => system === "ids-vm" && /nftables/.test(path),
  );
  assert.match(ids?.text ?? "", /tcp dport \{ 80, 443 \} redirect to :8080/);
});

test("without a bridge nobody reaches anybody outside", () => {
  const alone = deviceWith({
    host: { networking: { enable: false } },
    givc: { enable: false },
  });
  assert.deepEqual(reachOf(alone).outside, []);
});
