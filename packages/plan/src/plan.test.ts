/** The plan as a whole: what files there are, that each has a reader, and what it refuses. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import type { System } from "@ghaf/system";
import { NOTHING_ALLOCATED } from "./allocation/allocation.ts";
import { CONSUMERS, consumerOf, effectOf } from "./consumers.ts";
import type { HostKind } from "./host-kind.ts";
import { plan } from "./plan.ts";
import { deviceWith, laptop, oneApp } from "./testing.ts";

/** A masked unit is an empty file, and a password has no line break. */
function isWhole(path: string): boolean {
  return /^\/etc\/(systemd\/system\/[^/]+|credstore\/.*)$/.test(path);
}

interface Planned {
  readonly name: string;
  readonly device: System;
  readonly host?: HostKind;
}

const KEY = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5${"A".repeat(48)} somebody`;

const instance: HostKind = { kind: "instance", uplinkSocket: "up.sock" };

const devices: readonly Planned[] = [
  { name: "the laptop", device: laptop() },
  { name: "a small device", device: deviceWith(oneApp()) },
  {
    name: "a device with people, and files of their own",
    device: deviceWith({
      ...oneApp({
        microvm: { volumes: [{ image: "d.img", size: 64, mountPoint: "/d" }] },
        files: { "/srv/hello.conf": { text: "hello\n", owner: "ghaf" } },
      }),
      kernel: { host: { stage2: { kernelModules: ["vfio_pci"] } } },
      development: { ssh: { daemon: { enable: true } } },
      users: { accounts: { password: "secret", sshKeys: [KEY] } },
    }),
  },
  {
    name: "a small device on somebody's machine",
    device: deviceWith(oneApp()),
    host: instance,
  },
  {
    name: "a device that inspects, and tells addresses",
    device: deviceWith({
      networking: { dhcp: { enable: true } },
      virtualization: { microvm: { idsvm: { enable: true } } },
    }),
  },
];

for (const { name, device, host } of devices) {
  test(`every file of ${name} is there once, and somebody reads it`, () => {
    const { artifacts, problems } = plan(device, NOTHING_ALLOCATED, host);
    assert.deepEqual(problems, []);
    const places = artifacts.map(({ system, path }) => `${system} ${path}`);
    assert.equal(new Set(places).size, places.length);
    assert.deepEqual(places, [...places].sort());
    const unread = artifacts.filter((one) => consumerOf(one) === undefined);
    assert.deepEqual(unread, []);
    for (const { path, text, mode } of artifacts) {
      if (!isWhole(path)) assert.match(text, /[^\n]\n$/);
      assert.match(mode, /^0[0-7]{3}$/);
    }
  });

  test(`the plan of ${name} is the same when it is made again`, () => {
    const first = plan(device, NOTHING_ALLOCATED, host);
    assert.deepEqual(plan(device, first.allocation, host), first);
    assert.deepEqual(plan(device, NOTHING_ALLOCATED, host), first);
  });
}

test("each reader reads something, and its test is there", () => {
  const all = devices.flatMap(
    ({ device, host }) => plan(device, NOTHING_ALLOCATED, host).artifacts,
  );
  for (const consumer of CONSUMERS) {
    const { path, test: file } = consumer;
    assert.ok(
      all.some((one) => consumerOf(one) === consumer),
      `${path}`,
    );
    const place = new URL(`../../../${file}`, import.meta.url);
    assert.ok(existsSync(place), file);
  }
});

test("the host of an instance has no files of a systemd", () => {
  const { artifacts } = plan(deviceWith(oneApp()), NOTHING_ALLOCATED, instance);
  const ofHost = artifacts
    .filter(({ system }) => system === "ghaf-host")
    .map(({ path }) => path);
  assert.deepEqual(ofHost, [
    ...["/etc/givc-agent/config.json", "/etc/nftables.conf"],
    ...["admin-vm", "app-vm", "net-vm"].map(
      (vm) => `/var/lib/microvms/${vm}/spec.json`,
    ),
  ]);
});

test("the VM that routes asks the machine's resolver where there is a way out", () => {
  const device = deviceWith(oneApp());
  const settings = (host: HostKind) =>
    plan(device, NOTHING_ALLOCATED, host).artifacts.find(
      ({ system, path }) =>
        system === "net-vm" && path.endsWith("resolved.conf.d/50-ghaf.conf"),
    )?.text ?? "";
  assert.match(settings(instance), /^DNS=192\.168\.102\.3$/m);
  assert.doesNotMatch(settings({ ...instance, uplinkSocket: null }), /^DNS=/m);
});

test("everybody asks the VM that routes for names", () => {
  const device = deviceWith(oneApp());
  const asked = ["admin-vm", "app-vm", "net-vm"].map((vm) =>
    fileOf(device, vm, "/etc/resolv.conf"),
  );
  const [server, stub] = ["192.168.100.1", "127.0.0.53"];
  assert.deepEqual(
    asked,
    [server, server, stub].map((address) => `nameserver ${address}\n`),
  );
  const settings = "/etc/systemd/resolved.conf.d/50-ghaf.conf";
  assert.match(
    fileOf(device, "net-vm", settings),
    /^DNSStubListenerExtra=192\.168\.100\.1\nDNSStubListenerExtra=192\.168\.101\.1$/m,
  );
  assert.equal(fileOf(device, "ghaf-host", settings), "");
});

function fileOf(device: System, system: string, path: string): string {
  const { artifacts } = plan(device, NOTHING_ALLOCATED);
  const found = artifacts.find(
    (one) => one.system === system && one.path === path,
  );
  return found?.text ?? "";
}

test("VMs know each other by name; the host by the network that it is in", () => {
  const device = deviceWith({
    networking: {
      hosts: { entries: [{ name: "printer", ip: "192.168.100.7" }] },
    },
  });
  const lines = (system: string) =>
    fileOf(device, system, "/etc/hosts").trimEnd().split("\n").slice(2);
  assert.deepEqual(lines("net-vm"), [
    "192.168.101.2 ghaf-host ghaf-host-debug",
    "192.168.100.10 admin-vm",
    "192.168.101.10 admin-vm-debug",
    "192.168.100.1 net-vm",
    "192.168.101.1 net-vm-debug",
    "192.168.100.7 printer",
  ]);
  assert.deepEqual(lines("ghaf-host"), [
    "192.168.101.2 ghaf-host ghaf-host-debug",
    "192.168.101.10 admin-vm admin-vm-debug",
    "192.168.101.1 net-vm net-vm-debug",
    "192.168.100.7 printer",
  ]);
});

test("without the name table a machine knows itself", () => {
  const device = deviceWith({ networking: { hosts: { enable: false } } });
  assert.equal(
    fileOf(device, "net-vm", "/etc/hosts").split("\n")[2],
    "127.0.1.1 net-vm",
  );
});

test("the host starts VMs after those that they need", () => {
  const folder = "/etc/systemd/system";
  const order = `${folder}/microvm@chrome-vm.service.d/50-ghaf.conf`;
  assert.deepEqual(fileOf(laptop(), "ghaf-host", order).trim().split("\n"), [
    "[Unit]",
    ...["After=microvm@audio-vm.service", "Wants=microvm@audio-vm.service"],
    ...["After=microvm@gui-vm.service", "Wants=microvm@gui-vm.service"],
  ]);
  const target = fileOf(laptop(), "ghaf-host", `${folder}/microvms.target`);
  assert.match(target, /^Wants=microvm@net-vm\.service$/m);
});

test("a device whose host cannot reach the server is refused before it is made", () => {
  const cut = deviceWith({ host: { networking: { enable: false } } });
  const { artifacts, problems } = plan(cut, NOTHING_ALLOCATED);
  assert.deepEqual(artifacts, []);
  assert.deepEqual(
    problems.map(({ vm, reason }) => [vm, reason]),
    [
      [
        "ghaf-host",
        "the host has no network to admin-vm: it is in that of debug builds only",
      ],
    ],
  );
});

test("what a VM asks for in vain is said of it", () => {
  const { artifacts, problems } = plan(
    deviceWith(oneApp({ microvm: { hypervisor: "crosvm" } })),
    NOTHING_ALLOCATED,
  );
  assert.deepEqual(artifacts, []);
  assert.deepEqual(
    problems.map(({ vm, code }) => [vm, code]),
    [["app-vm", "unsupported"]],
  );
});

test("a change is felt when its reader reads again", () => {
  const { artifacts } = plan(laptop(), NOTHING_ALLOCATED);
  const effects = Object.fromEntries(
    artifacts
      .filter(({ path }) => /hosts$|spec\.json$|nftables/.test(path))
      .map((one) => [`${one.system} ${one.path}`, effectOf(one)]),
  );
  assert.equal(effects["ghaf-host /etc/hosts"], "at once");
  assert.equal(effects["ghaf-host /etc/nftables.conf"], "unit restart");
  const spec = "/var/lib/microvms/net-vm/spec.json";
  assert.equal(effects[`ghaf-host ${spec}`], "VM restart");
  assert.equal(effects["net-vm /etc/hosts"], "VM restart");
});
