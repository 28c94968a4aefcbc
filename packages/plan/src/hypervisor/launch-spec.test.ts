/** Launch specifications: what a runner has to make before QEMU starts, and what is refused instead of left out. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fromJson, toJson } from "@bufbuild/protobuf";
import { LaunchSpecSchema } from "@ghaf/api/proto/ghaf/machine/v1/launch_spec";
import { instanceDirectories } from "../instance/instance-directories.ts";
import { deviceWith, found, guestsOf, laptop, oneApp } from "../testing.ts";
import { launchSpec } from "./launch-spec.ts";
import { refusalsOf } from "./refusals.ts";
import { driveName } from "./volumes.ts";

const guests = guestsOf(laptop());

function specOf(microvm: object) {
  const places = guestsOf(deviceWith(oneApp({ microvm })));
  return launchSpec(found(places, "app-vm"));
}

test("a specification says what must be there before QEMU starts", () => {
  const spec = launchSpec(found(guests, "chrome-vm"));
  const { variants, $typeName, ...rest } = spec;
  assert.equal($typeName, "ghaf.machine.v1.LaunchSpec");
  assert.deepEqual(
    variants.map(({ accelerator }) => accelerator),
    ["kvm", "tcg"],
  );
  assert.deepEqual(JSON.parse(JSON.stringify(rest)), {
    vm: "chrome-vm",
    initrds: ["current/initrd.cpio", "secrets.cpio"],
    volumes: [
      {
        $typeName: "ghaf.machine.v1.LaunchVolume",
        ...{ file: "chrome.img", sizeMib: 4096, fileSystem: "ext4" },
        ...{ label: "ghaf-storage", autoCreate: true },
      },
    ],
    taps: [
      {
        $typeName: "ghaf.machine.v1.LaunchTap",
        ...{ name: "tap-chrome-vm", bridge: "virbr0", multiQueue: true },
      },
    ],
    controlSocket: "chrome-vm.sock",
    runnerSocket: "runner.sock",
    sockets: [],
    shares: [
      {
        $typeName: "ghaf.machine.v1.LaunchShare",
        ...{ tag: "shared-directory", readOnly: false },
        source: "/storagevm/shared/shares/Unsafe-chrome-vm-share",
        socket: "chrome-vm-virtiofs-shared-directory.sock",
        ...{ threadPoolSize: 0, inodeFileHandles: "", extraArgs: [] },
      },
    ],
    tpm: {
      $typeName: "ghaf.machine.v1.LaunchTpm",
      ...{ socket: "chrome-vm-tpm.sock", state: "tpm" },
    },
    consoleLog: "console.log",
    readyTimeoutMs: 180_000,
    stop: {
      $typeName: "ghaf.machine.v1.LaunchStop",
      ...{ poweroffMs: 60_000, acpiMs: 20_000, termMs: 10_000 },
    },
    ...{ memoryMib: 6144, user: "" },
  });
});

for (const [name, place] of guests) {
  test(`the specification of ${name} is the same after it was a file`, () => {
    const spec = launchSpec(place);
    const text = JSON.stringify(toJson(LaunchSpecSchema, spec));
    assert.deepEqual(fromJson(LaunchSpecSchema, JSON.parse(text)), spec);
    for (const { argv } of spec.variants) {
      const slots = argv.filter((word) => /[{}]/.test(word));
      assert.equal(slots.filter((word) => word.includes("{initrd}")).length, 1);
    }
  });
}

test("a chosen processor leaves emulation as the one way", () => {
  const { variants } = specOf({ cpu: "max" });
  assert.deepEqual(
    variants.map(({ accelerator }) => accelerator),
    ["tcg"],
  );
});

test("files and sockets are those that a person chose", () => {
  const spec = specOf({
    ...{ kernel: "/boot/vmlinuz", initrdPath: "/boot/initrd" },
    socket: "/run/ghaf/app.sock",
    interfaces: [{ type: "tap", id: "tap-more" }],
  });
  assert.deepEqual(spec.initrds, ["/boot/initrd", "secrets.cpio"]);
  assert.equal(spec.controlSocket, "/run/ghaf/app.sock");
  assert.deepEqual(
    spec.taps.map(({ name }) => name),
    ["tap-app-vm", "tap-more"],
  );
  const argv = spec.variants[0]?.argv ?? [];
  assert.equal(argv[argv.indexOf("-kernel") + 1], "/boot/vmlinuz");
});

test("virtiofsd is told what the guest module says of it", () => {
  const { shares, tpm } = specOf({
    shares: [
      {
        ...{ tag: "a", source: "/srv/a", mountPoint: "/srv/a" },
        ...{ readOnly: true, socket: "a.sock" },
      },
    ],
    virtiofsd: {
      ...{ threadPoolSize: 2, inodeFileHandles: "prefer" },
      extraArgs: ["--cache=never"],
    },
  });
  assert.equal(tpm, undefined);
  assert.deepEqual(JSON.parse(JSON.stringify(shares)), [
    {
      $typeName: "ghaf.machine.v1.LaunchShare",
      ...{ tag: "a", source: "/srv/a", readOnly: true, socket: "a.sock" },
      ...{ threadPoolSize: 2, inodeFileHandles: "prefer" },
      extraArgs: ["--cache=never"],
    },
  ]);
});

test("an instance has the shared directory below its own folder, and others where they are", () => {
  const shares = [{ tag: "a", source: "/srv/a", mountPoint: "/srv/a" }];
  const app = {
    ...{ name: "app", ramMb: 256, cores: 1 },
    extraModules: [{ microvm: { shares } }],
  };
  const device = deviceWith({
    virtualization: {
      "microvm-host": { sharedVmDirectory: { vms: ["app-vm"] } },
      microvm: { appvm: { enable: true, vms: [app] } },
    },
  });
  const host = { kind: "instance", uplinkSocket: null } as const;
  const sources = launchSpec(found(guestsOf(device, host), "app-vm")).shares;
  assert.deepEqual(sources.map(({ source }) => source).sort(), [
    "../../storagevm/shared/shares/Unsafe-app-vm-share",
    "/srv/a",
  ]);
  assert.deepEqual(instanceDirectories(device), [
    { path: "storagevm/shared", mode: 0o700, owner: 0, group: 0 },
    {
      ...{ path: "storagevm/shared/shares", mode: 0o700 },
      ...{ owner: 1000, group: 100 },
    },
    {
      path: "storagevm/shared/shares/Unsafe-app-vm-share",
      ...{ mode: 0o700, owner: 1000, group: 100 },
    },
  ]);
});

test("drives are named as the kernel names disks", () => {
  assert.deepEqual([0, 23, 24, 25, 50, 51].map(driveName), [
    ...["vdb", "vdy", "vdz", "vdaa", "vdaz", "vdba"],
  ]);
});

/** What the one application VM of a device is refused for. */
function refused(microvm: object, networking = true) {
  const system = deviceWith({
    ...oneApp({ microvm }),
    host: { networking: { enable: networking } },
  });
  return system.vms
    .flatMap((vm) => refusalsOf(vm, system.network))
    .map(({ vm, reason, fix }) => `${vm}: ${reason}; ${fix}`);
}

test("what cannot be given is refused with the option", () => {
  assert.deepEqual(refused({}), []);
  assert.deepEqual(refused({ hypervisor: "crosvm" }), [
    'app-vm: app-vm asks for the hypervisor crosvm, which this version cannot start; set microvm.hypervisor to "qemu"',
  ]);
  assert.deepEqual(
    refused({ interfaces: [{ type: "tap", id: "tap-x" }] }, false),
    [
      "app-vm: app-vm has the interface tap-x (microvm.interfaces), but the host has no bridge that it could join; set ghaf.host.networking.enable, or remove the interface",
    ],
  );
  assert.match(
    refused({
      interfaces: [
        {
          ...{ type: "macvtap", id: "mv" },
          macvtap: { link: "eth0", mode: "bridge" },
        },
      ],
    }).join("\n"),
    /interface mv \(microvm\.interfaces\) on eth0 of the host/,
  );
  assert.match(
    refused({
      interfaces: [{ type: "user", id: "out" }],
      forwardPorts: [{ from: "guest", host: { port: 1 }, guest: { port: 2 } }],
    }).join("\n"),
    /forwards tcp port 2 from the guest/,
  );
  const volume = { image: "x.img", size: 1, mountPoint: null };
  assert.equal(
    refused({
      volumes: [{ ...volume, fsType: "xfs", mkfsExtraArgs: ["-n"] }],
    }).length,
    2,
  );
  assert.deepEqual(
    refused({ volumes: [{ ...volume, fsType: "xfs", autoCreate: false }] }),
    [],
  );
});

test("a microvm has no TPM, and a socket has at most so many letters", () => {
  const vms = [
    {
      ...{ name: "app", ramMb: 256, cores: 1, vtpm: { enable: true } },
      extraModules: [{ microvm: { qemu: { machine: "microvm" as const } } }],
    },
  ];
  const { vms: made, network } = deviceWith({
    virtualization: { microvm: { appvm: { enable: true, vms } } },
  });
  const reasons = made
    .flatMap((vm) => refusalsOf(vm, network))
    .map(({ reason }) => reason);
  assert.deepEqual(reasons, [
    "app-vm asks for a TPM of its own (vtpm.enable) on QEMU's microvm, which has none",
  ]);
  const share = { tag: "a", source: "/srv/a", mountPoint: "/srv/a" };
  const socket = "x".repeat(103);
  assert.match(
    refused({ shares: [{ ...share, socket }] }).join("\n"),
    /^app-vm: app-vm has the socket x+ of a share \(microvm\.shares\), which is longer than 102 bytes; /,
  );
});
