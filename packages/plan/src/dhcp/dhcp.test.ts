/** The files of the DHCP server, and the addresses that it may give away. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { System } from "@ghaf/system";
import { allocate } from "../allocation/allocate.ts";
import { NOTHING_ALLOCATED } from "../allocation/allocation.ts";
import { placementsOf } from "../allocation/placement.ts";
import { plan } from "../plan.ts";
import { deviceWith, oneApp } from "../testing.ts";

function deviceAnd(dhcp: object, ids = false): System {
  const vms = [{ name: "app", ramMb: 256, cores: 1 }];
  return deviceWith({
    networking: { dhcp: { enable: true, ...dhcp } },
    virtualization: {
      microvm: { idsvm: { enable: ids }, appvm: { enable: true, vms } },
    },
  });
}

function linesOf(system: System, path: string): readonly string[] {
  const { artifacts } = plan(system, NOTHING_ALLOCATED);
  const found = artifacts.filter((made) => made.path === path);
  return found.flatMap(({ text }) => text.trimEnd().split("\n"));
}

const CONFIG = "/etc/ghaf/dhcp.conf";

function placed(system: System) {
  const { allocation } = allocate(system, NOTHING_ALLOCATED);
  return placementsOf(system, allocation);
}

test("each VM but the server has one line, with its MAC and its address", () => {
  const system = deviceAnd({});
  const hosts = linesOf(system, CONFIG).filter((line) =>
    /^dhcp-host/.test(line),
  );
  const expected = placed(system)
    .filter(({ vm }) => vm.role !== "net")
    .map(
      ({ mac, address, vm }) =>
        `dhcp-host=${mac},set:by-net-vm,${address},${vm.name},1h`,
    );
  assert.deepEqual(hosts, expected);
  assert.equal(hosts.length, 2);
});

test("whoever is not of the device gets nothing, or an address of the pool", () => {
  const words = /^dhcp-(range|ignore=|option=tag:!known)/;
  const said = (dhcp: object) =>
    linesOf(deviceAnd(dhcp), CONFIG).filter((line) => words.test(line));
  assert.deepEqual(said({}), [
    "dhcp-range=192.168.100.0,static,255.255.255.0,1h",
    "dhcp-ignore=tag:!known",
  ]);
  assert.deepEqual(said({ pool: "192.168.100.211-192.168.100.212" }), [
    "dhcp-range=192.168.100.211,192.168.100.212,255.255.255.0,1h",
    "dhcp-option=tag:!known,option:router,192.168.100.1",
  ]);
});

test("where traffic is inspected VMs are told of ids-vm, and ids-vm of net-vm", () => {
  const system = deviceAnd({ pool: "192.168.100.211-192.168.100.212" }, true);
  const lines = linesOf(system, CONFIG);
  const routers = lines.filter((line) => /option:router/.test(line));
  assert.deepEqual(routers.sort(), [
    "dhcp-option=tag:!known,option:router,192.168.100.4",
    "dhcp-option=tag:by-ids-vm,option:router,192.168.100.4",
    "dhcp-option=tag:by-net-vm,option:router,192.168.100.1",
  ]);
  const tags = lines.flatMap((line) => {
    const [, tag, vm] =
      /^dhcp-host=.*,set:by-(\S+?),[\d.]+,(.*),/.exec(line) ?? [];
    return vm === undefined ? [] : [`${vm} ${tag}`];
  });
  assert.deepEqual(tags, [
    ...["admin-vm ids-vm", "app-vm ids-vm", "ids-vm net-vm"],
  ]);
});

test("without the option there is no server, and no packet filter knows of it", () => {
  const system = deviceWith(oneApp());
  const { artifacts } = plan(system, NOTHING_ALLOCATED);
  const filters = linesOf(system, "/etc/nftables.conf");
  assert.ok(filters.length > 0);
  assert.deepEqual(
    filters.filter((line) => /\b(67|68)\b/.test(line)),
    [],
  );
  assert.ok(!artifacts.some(({ path }) => path.includes("dhcp")));
});

test("no VM is given an address of the pool, and one that has it is told", () => {
  const [before] = placed(deviceWith(oneApp())).filter(
    ({ vm }) => vm.name === "app-vm",
  );
  const had = before?.address ?? "";
  const system = deviceAnd({ pool: `${had}-${had}` });
  const [now] = placed(system).filter(({ vm }) => vm.name === "app-vm");
  assert.notEqual(now?.address, had);
  const { allocation } = allocate(deviceWith(oneApp()), NOTHING_ALLOCATED);
  assert.deepEqual(
    plan(system, allocation).problems.map(({ code, reason }) => [code, reason]),
    [
      [
        "clash",
        `ghaf.networking.dhcp.pool has the address ${had} by the configuration, and app-vm by the lock file`,
      ],
    ],
  );
});
