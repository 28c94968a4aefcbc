/** The laws of allocation, for any VMs that come and go, and what it says when two want the same. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { deviceWith, oneApp, type Sketch, withApps } from "../testing.ts";
import { allocate } from "./allocate.ts";
import {
  type Allocation,
  NOTHING_ALLOCATED,
  type VmAllocation,
} from "./allocation.ts";
import { type Placement, placementsOf } from "./placement.ts";

const base = deviceWith(oneApp());
const deviceOf = (sketches: readonly Sketch[]) => withApps(base, sketches);

const apps = (names: readonly string[]): readonly Sketch[] =>
  names.map((name) => ({ name: `${name}-vm`, pins: {} }));

const appNames = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/), {
  maxLength: 60,
});

function allocated(sketches: readonly Sketch[], before = NOTHING_ALLOCATED) {
  const { allocation, problems } = allocate(deviceOf(sketches), before);
  assert.deepEqual(problems, []);
  return allocation;
}

function remembering(vm: string, entry: VmAllocation): Allocation {
  return { ...NOTHING_ALLOCATED, vms: new Map([[vm, entry]]) };
}

test("the order in which VMs are listed does not matter", () => {
  const shuffled = appNames.chain((names) =>
    fc.tuple(
      fc.constant(names),
      fc.shuffledSubarray(names, { minLength: names.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([names, others]) => {
      assert.deepEqual(allocated(apps(names)), allocated(apps(others)));
    }),
  );
});

test("a VM that comes or goes moves no other, and finds its place again", () => {
  fc.assert(
    fc.property(appNames, appNames, (first, then) => {
      const before = allocated(apps(first));
      const after = allocated(apps(then), before);
      for (const [name, entry] of before.vms) {
        assert.deepEqual(after.vms.get(name), entry);
      }
      const again = allocated(apps(first), after);
      assert.deepEqual(again, after);
    }),
  );
});

test("what is allocated stays when nothing has changed", () => {
  fc.assert(
    fc.property(appNames, (names) => {
      const once = allocated(apps(names));
      assert.deepEqual(allocated(apps(names), once), once);
    }),
  );
});

test("each VM has addresses, a CID and a port of its own, in their ranges", () => {
  const pinned = fc
    .uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/), { maxLength: 40 })
    .chain((names) =>
      fc.tuple(
        fc.constant(names),
        fc.uniqueArray(fc.integer({ min: 110, max: 250 }), { maxLength: 8 }),
        fc.uniqueArray(fc.integer({ min: 110, max: 400 }), { maxLength: 8 }),
      ),
    );
  fc.assert(
    fc.property(pinned, ([names, addresses, cids]) => {
      const sketches = names.map((name, index) => ({
        name: `${name}-vm`,
        pins: { address: addresses[index] ?? null, cid: cids[index] ?? null },
      }));
      const placements = placementsOf(deviceOf(sketches), allocated(sketches));
      assertUnique(placements, ({ address }) => address);
      assertUnique(placements, ({ mac }) => mac);
      assertUnique(placements, ({ cid }) => cid);
      assertUnique(placements, ({ waypipePort }) => waypipePort);
      assertUnique(placements, ({ tap }) => tap);
      for (const { vm, address, mac, tap } of placements) {
        assert.match(address, /^192\.168\.100\.[1-9]\d{0,2}$/);
        assert.match(mac, /^02(:[0-9a-f]{2}){5}$/);
        assert.equal(tap, `tap-${vm.name}`);
        assert.ok(tap.length <= 15);
        assert.notEqual(address, "192.168.100.2", "the host's");
      }
    }),
  );
});

function assertUnique(
  placements: readonly Placement[],
  part: (placement: Placement) => string | number | null,
): void {
  const values = placements.map(part).filter((value) => value !== null);
  assert.equal(new Set(values).size, values.length);
}

test("VMs of the reference and of the system have the places of the specification", () => {
  const names = ["zathura", "chrome", "business", "comms", "gala"];
  const reserved = ["chrome", "gala", "zathura", "comms", "business"];
  const sketches = names.map((name) => ({
    name: `${name}-vm`,
    pins: {
      slot: reserved.indexOf(name),
      address: 100 + reserved.indexOf(name),
    },
  }));
  const placements = placementsOf(deviceOf(sketches), allocated(sketches));
  const found = Object.fromEntries(
    placements.map((one) => [
      one.vm.name,
      [one.address, one.debugAddress, one.cid, one.waypipePort],
    ]),
  );
  assert.deepEqual(found, {
    "admin-vm": ["192.168.100.10", "192.168.101.10", null, null],
    "business-vm": ["192.168.100.104", "192.168.101.104", 104, 1104],
    "chrome-vm": ["192.168.100.100", "192.168.101.100", 100, 1100],
    "comms-vm": ["192.168.100.103", "192.168.101.103", 103, 1103],
    "gala-vm": ["192.168.100.101", "192.168.101.101", 101, 1101],
    "net-vm": ["192.168.100.1", "192.168.101.1", null, null],
    "zathura-vm": ["192.168.100.102", "192.168.101.102", 102, 1102],
  });
});

test("nobody else gets what is reserved for VMs that are not there", () => {
  const many = apps(Array.from({ length: 150 }, (_, index) => `v${index}`));
  const addresses = placementsOf(deviceOf(many), allocated(many)).map(
    ({ address }) => Number(address.split(".").at(-1)),
  );
  for (const reserved of [2, 3, 4, 5, 100, 101, 102, 103, 104]) {
    assert.ok(!addresses.includes(reserved), `${reserved}`);
  }
});

test("when all addresses are taken, the VM that has none is named", () => {
  const many = apps(Array.from({ length: 151 }, (_, index) => `v${index}`));
  const { problems } = allocate(deviceOf(many), NOTHING_ALLOCATED);
  assert.deepEqual(
    problems.map(({ code }) => code),
    ["none-left"],
  );
  assert.match(problems[0]?.reason ?? "", /no address left for v\d+-vm/);
});

test("a pin against what the lock file remembers is said with both names", () => {
  const before = allocated(apps(["one"]));
  const address = before.vms.get("one-vm")?.address ?? 0;
  const sketches = [
    ...apps(["one"]),
    { name: "two-vm", pins: { address, cid: 7 } },
    { name: "three-vm", pins: { cid: 7 } },
  ];
  const { allocation, problems } = allocate(deviceOf(sketches), before);
  assert.deepEqual(
    problems.map(({ reason, fix }) => `${reason}: ${fix}`),
    [
      `one-vm has the address 192.168.100.${address} by the lock file, and two-vm by the configuration: choose another one for one-vm, or remove one-vm from allocation.vms of ghaf.lock.json`,
      "three-vm has the vsock CID 7 by the configuration, and two-vm by the configuration: choose another one for three-vm",
    ],
  );
  assert.deepEqual(allocation.vms.get("one-vm"), before.vms.get("one-vm"));
});

test("entries of VMs that are gone hold what they had", () => {
  const before = remembering("gone-vm", {
    ...{ address: 200, slot: 100 },
    macs: new Map([["tap-gone-vm", "02:00:00:00:00:07"]]),
  });
  const sketches = [
    { name: "new-vm", pins: { address: 200, mac: "02:00:00:00:00:07" } },
  ];
  const { allocation, problems } = allocate(deviceOf(sketches), before);
  assert.deepEqual(allocation.vms.get("gone-vm"), before.vms.get("gone-vm"));
  assert.deepEqual(
    problems.map(({ vm, reason }) => [vm, reason]),
    [
      [
        "new-vm",
        "gone-vm has the address 192.168.100.200 by the lock file, and new-vm by the configuration",
      ],
      [
        "new-vm",
        "gone-vm has the MAC address 02:00:00:00:00:07 by the lock file, and new-vm by the configuration",
      ],
    ],
  );
});

test("interfaces that guest modules add keep the MAC address that they got", () => {
  const withTap = deviceWith(
    oneApp({ microvm: { interfaces: [{ type: "tap", id: "tap-more" }] } }),
  );
  const { allocation } = allocate(withTap, NOTHING_ALLOCATED);
  const mac = allocation.vms.get("app-vm")?.macs.get("tap-more");
  assert.match(mac ?? "", /^02(:[0-9a-f]{2}){5}$/);
  const later = allocate(base, allocation).allocation;
  assert.equal(later.vms.get("app-vm")?.macs.get("tap-more"), mac);
});

test("addresses that a person listed for other machines are left alone", () => {
  const printer = { name: "printer", ip: "192.168.100.7" };
  const appVm = { name: "app-vm", ip: "192.168.100.50" };
  const listed = deviceWith({
    ...oneApp(),
    networking: { hosts: { entries: [printer, appVm] } },
  });
  const { allocation, problems } = allocate(listed, NOTHING_ALLOCATED);
  assert.deepEqual(problems, []);
  assert.equal(allocation.vms.get("app-vm")?.address, 50);
  const clashing = remembering("app-vm", {
    ...{ address: 7, slot: 9, macs: new Map() },
  });
  const unpinned = deviceWith({
    ...oneApp(),
    networking: { hosts: { entries: [printer] } },
  });
  assert.match(
    allocate(unpinned, clashing).problems[0]?.reason ?? "",
    /printer has the address 192\.168\.100\.7 by the configuration, and app-vm by the lock file/,
  );
});

test("a VM is another one on each device, and the same as long as the device is", () => {
  const idsOf = (device: string | null) => {
    const before = { ...NOTHING_ALLOCATED, device };
    const { allocation } = allocate(base, before);
    assert.equal(allocation.device, device);
    return placementsOf(base, allocation).map(({ machineId }) => machineId);
  };
  const ids = [null, "0".repeat(32), "1".repeat(32)].flatMap(idsOf);
  assert.equal(new Set(ids).size, 3 * base.vms.length);
  for (const id of ids) assert.match(id, /^[0-9a-f]{32}$/);
  assert.deepEqual(idsOf("0".repeat(32)), idsOf("0".repeat(32)));
});
