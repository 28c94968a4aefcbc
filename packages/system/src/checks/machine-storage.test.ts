/** Disks, shares, interfaces and ports of VMs, and what hypervisors can. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { SystemDefinition } from "../define-system.ts";
import type { GuestDefinition } from "../machine/guest.ts";
import { findingsOf, type Planted } from "./testing.ts";

type Microvm = NonNullable<GuestDefinition["microvm"]>;

/** VMs of their own, each with a guest module. */
function withGuests(...guests: readonly GuestDefinition[]): SystemDefinition {
  const vms = guests.map((guest, index) => ({
    ...{ name: `vm${index}`, ramMb: 256, cores: 1, extraModules: [guest] },
  }));
  return { ghaf: { virtualization: { microvm: { appvm: { vms } } } } };
}

function withMicrovms(...microvms: readonly Microvm[]): SystemDefinition {
  return withGuests(...microvms.map((microvm) => ({ microvm })));
}

const DISK = { size: 64, mountPoint: null } as const;

const CASES: readonly Planted[] = [
  {
    mistake: "one image twice in a VM",
    definition: withMicrovms({
      volumes: [
        { image: "data.img", ...DISK },
        { image: "data.img", ...DISK },
      ],
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: makes data.img a disk of vm0-vm twice, which would destroy its file system; give each volume an image of its own; to share files use microvm.shares",
    ],
  },
  {
    mistake: "one image in two VMs",
    definition: withMicrovms(
      { volumes: [{ image: "/srv/data.img", ...DISK }] },
      { volumes: [{ image: "/srv/data.img", ...DISK }] },
    ),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[2].extraModules: makes /srv/data.img a disk of vm0-vm and vm1-vm, which would destroy its file system; give each volume an image of its own; to share files use microvm.shares",
    ],
  },
  {
    mistake: "one mount point for a disk and a share",
    definition: withMicrovms({
      volumes: [{ image: "data.img", size: 64, mountPoint: "/mnt" }],
      shares: [{ tag: "files", source: "/srv", mountPoint: "/mnt" }],
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: gives the mount point /mnt to two file systems in vm0-vm; give each one of its own",
    ],
  },
  {
    mistake: "one tag for two shares",
    definition: withMicrovms({
      shares: [
        { tag: "files", source: "/srv/one", mountPoint: "/mnt/one" },
        { tag: "files", source: "/srv/two", mountPoint: "/mnt/two" },
      ],
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: gives the tag files to two shares in vm0-vm; give each one of its own",
    ],
  },
  {
    mistake: "one label for two disks",
    definition: withMicrovms({
      volumes: [
        { image: "one.img", ...DISK, label: "data" },
        { image: "two.img", ...DISK, label: "data" },
      ],
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: gives the label data to two volumes in vm0-vm; give each one of its own",
    ],
  },
  {
    mistake: "one socket for two VMs",
    definition: withMicrovms(
      { socket: "/run/ghaf/monitor.sock" },
      {
        shares: [
          {
            ...{ tag: "files", source: "/srv", mountPoint: "/mnt" },
            socket: "/run/ghaf/monitor.sock",
          },
        ],
      },
    ),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[2].extraModules: has two programs listen at /run/ghaf/monitor.sock, for vm0-vm and vm1-vm; give each socket a path of its own, or null for one in the VM's state directory",
    ],
  },
  {
    mistake: "a disk that stays empty",
    definition: withMicrovms({
      volumes: [{ image: "data.img", ...DISK, readOnly: true }],
    }),
    found: [
      "warning ghaf.virtualization.microvm.appvm.vms[1].extraModules: lets vm0-vm only read data.img, which is made empty when it is not there; set autoCreate of the volume to false, or readOnly",
    ],
  },
  {
    mistake: "an interface of a bridge without one",
    definition: withMicrovms({
      interfaces: [{ type: "bridge", id: "br-more" }],
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: adds the interface br-more to vm0-vm without bridge, which its type bridge needs; set bridge, or choose another type",
    ],
  },
  {
    mistake: "a bridge of an interface of another type",
    definition: withMicrovms({
      interfaces: [{ type: "tap", id: "tap-more", bridge: "virbr0" }],
    }),
    found: [
      'error ghaf.virtualization.microvm.appvm.vms[1].extraModules: adds the interface tap-more to vm0-vm with bridge virbr0, which means nothing to its type tap; set the type to "bridge", or leave bridge out',
    ],
  },
  {
    mistake: "a macvtap on nothing",
    definition: withMicrovms({
      interfaces: [{ type: "macvtap", id: "more" }],
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: adds the interface more to vm0-vm without macvtap.link, which its type macvtap needs; set macvtap.link, or choose another type",
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: adds the interface more to vm0-vm without macvtap.mode, which its type macvtap needs; set macvtap.mode, or choose another type",
    ],
  },
  {
    mistake: "one id for two user interfaces of a VM",
    definition: withMicrovms({
      interfaces: [
        { type: "user", id: "more" },
        { type: "user", id: "more" },
      ],
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: gives two interfaces of vm0-vm the id more; give each interface an id of its own",
    ],
  },
  {
    mistake: "forwarded ports without a user interface",
    definition: withMicrovms({
      forwardPorts: [{ host: { port: 8080 }, guest: { port: 80 } }],
    }),
    found: [
      'error ghaf.virtualization.microvm.appvm.vms[1].extraModules: forwards ports to vm0-vm, which has no interface of type user; use the hypervisor qemu and add an interface with the type "user"',
    ],
  },
  {
    mistake: "one port of the host for two VMs",
    definition: withMicrovms(
      {
        interfaces: [{ type: "user", id: "one" }],
        forwardPorts: [{ host: { port: 8080 }, guest: { port: 80 } }],
      },
      {
        interfaces: [{ type: "user", id: "two" }],
        forwardPorts: [{ host: { port: 8080 }, guest: { port: 81 } }],
      },
    ),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[2].extraModules: forwards tcp port 8080 of every address of the host to vm1-vm, as vm0-vm does; choose another host port",
    ],
  },
  {
    mistake: "a port that is opened to nobody",
    definition: withGuests({
      firewall: { allow: [{ port: 80, from: "mial-vm" }] },
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: opens tcp port 80 of vm0-vm to mial-vm, which is no VM that is enabled; name a VM, ghaf-host or any: did you mean mail-vm?",
    ],
  },
  {
    mistake: "what cloud-hypervisor does not have",
    definition: withMicrovms({
      hypervisor: "cloud-hypervisor",
      cpu: "max",
      user: "nobody",
      interfaces: [{ type: "user", id: "more" }],
      devices: [
        {
          ...{ bus: "usb", path: "hostbus=3,hostport=8" },
          qemu: { deviceExtraArgs: "a=b" },
        },
      ],
      qemu: { extraArgs: ["-device", "qemu-xhci"] },
      crosvm: { pivotRoot: "/var/empty" },
    }),
    found: [
      'error ghaf.virtualization.microvm.appvm.vms[1].extraModules: asks in vm0-vm for the interface more of type user (microvm.interfaces), which cloud-hypervisor does not have; use the hypervisor qemu, or use the type "tap" or "macvtap"',
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: asks in vm0-vm for the USB device hostbus=3,hostport=8 (microvm.devices), which cloud-hypervisor does not have; use the hypervisor qemu, or give it the USB controller as a PCI device",
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: asks in vm0-vm for settings of QEMU for the device hostbus=3,hostport=8 (microvm.devices.*.qemu.deviceExtraArgs), which cloud-hypervisor does not have; use the hypervisor qemu, or leave them out",
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: asks in vm0-vm for the processor model max (microvm.cpu), which cloud-hypervisor does not have; use the hypervisor qemu, or leave the model out, for the host's processor",
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: asks in vm0-vm for the user nobody (microvm.user), which cloud-hypervisor does not have; use the hypervisor qemu, or leave the user out; the VM's unit has one",
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: asks in vm0-vm for the arguments “-device qemu-xhci” for QEMU (microvm.qemu.extraArgs), which cloud-hypervisor does not have; use the hypervisor qemu, or leave them out, with the USB and input devices they stand for",
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: asks in vm0-vm for the root /var/empty of crosvm (microvm.crosvm), which cloud-hypervisor does not have; use the hypervisor crosvm, or leave it out",
    ],
  },
  {
    mistake: "what QEMU does not have",
    definition: withMicrovms({
      hugepageMem: true,
      hotplugMem: 512,
      initialBalloonMem: 64,
      "cloud-hypervisor": { extraArgs: ["--watchdog"] },
      crosvm: { extraArgs: ["--no-balloon"] },
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: asks in vm0-vm for memory from huge pages (microvm.hugepageMem), which qemu does not have; use the hypervisor cloud-hypervisor, or turn it off",
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: asks in vm0-vm for 512 MiB to be added later (microvm.hotplugMem), which qemu does not have; use the hypervisor cloud-hypervisor, or give it all memory with microvm.mem, and a balloon",
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: asks in vm0-vm for 64 MiB that are held back at first (microvm.initialBalloonMem), which qemu does not have; use the hypervisor cloud-hypervisor, or set it to 0",
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: asks in vm0-vm for the arguments “--watchdog” for cloud-hypervisor (microvm.cloud-hypervisor.extraArgs), which qemu does not have; use the hypervisor cloud-hypervisor, or leave them out",
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: asks in vm0-vm for the arguments “--no-balloon” for crosvm (microvm.crosvm), which qemu does not have; use the hypervisor crosvm, or leave it out",
    ],
  },
  {
    mistake: "ports forwarded by another hypervisor",
    definition: withMicrovms({
      hypervisor: "crosvm",
      forwardPorts: [{ host: { port: 8080 }, guest: { port: 80 } }],
    }),
    found: [
      'error ghaf.virtualization.microvm.appvm.vms[1].extraModules: forwards ports to vm0-vm, which crosvm cannot do; use the hypervisor qemu and add an interface with the type "user"',
    ],
  },
  {
    mistake: "a TPM of another hypervisor",
    definition: {
      ghaf: {
        virtualization: {
          microvm: {
            appvm: {
              vms: [
                {
                  ...{ name: "vault", ramMb: 256, cores: 1 },
                  vtpm: { enable: true },
                  extraModules: [{ microvm: { hypervisor: "crosvm" } }],
                },
              ],
            },
          },
        },
      },
    },
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].vtpm.enable: asks in vault-vm for a TPM of its own (vtpm.enable), which crosvm does not have; use the hypervisor qemu, or turn vtpm.enable off",
    ],
  },
  {
    mistake: "USB devices for a VM of another hypervisor",
    definition: {
      imports: [],
      ghaf: {
        hardware: { usb: { vhotplug: { enable: true } } },
        virtualization: {
          microvm: {
            audiovm: {
              extraModules: [{ microvm: { hypervisor: "crosvm" } }],
            },
          },
        },
      },
    },
    found: [
      "error ghaf.hardware.usb.vhotplug.rules[2].qmpSocket: names audio-vm, which runs in crosvm; only QEMU takes USB devices while it runs; use the hypervisor qemu for audio-vm, or leave the rules out",
    ],
  },
  {
    mistake: "files by 9p",
    definition: withMicrovms({
      shares: [
        { tag: "files", source: "/srv", mountPoint: "/mnt", proto: "9p" },
      ],
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules.microvm.shares[0].proto: has a value that it cannot have; “virtiofs”: Debian's kernel for VMs has no 9p",
    ],
  },
];

for (const { mistake, definition, found } of CASES) {
  test(mistake, () => assert.deepEqual(findingsOf(definition), found));
}

test("what VMs rightly have is no mistake", () => {
  const said = findingsOf(
    withMicrovms(
      {
        volumes: [
          { image: "data.img", size: 64, mountPoint: "/data", label: "data" },
          {
            image: "/srv/more.img",
            ...DISK,
            readOnly: true,
            autoCreate: false,
          },
        ],
        shares: [{ tag: "files", source: "/srv", mountPoint: "/mnt" }],
        socket: "own.sock",
        interfaces: [
          { type: "user", id: "more" },
          { type: "bridge", id: "br-one", bridge: "br0" },
          {
            ...{ type: "macvtap", id: "mv-one" },
            macvtap: { link: "eth0", mode: "bridge" },
          },
        ],
        forwardPorts: [
          { host: { port: 8080 }, guest: { port: 80 } },
          { host: { port: 8081 }, guest: { port: 81 } },
          { from: "guest", host: { port: 8080 }, guest: { port: 80 } },
        ],
      },
      {
        volumes: [{ image: "data.img", size: 64, mountPoint: "/data" }],
        shares: [{ tag: "files", source: "/srv", mountPoint: "/mnt" }],
        socket: "own.sock",
        interfaces: [{ type: "user", id: "more" }],
      },
      {
        hypervisor: "cloud-hypervisor",
        hugepageMem: true,
        hotplugMem: 512,
        initialBalloonMem: 64,
        "cloud-hypervisor": { extraArgs: ["--watchdog"] },
      },
      { hypervisor: "crosvm", crosvm: { pivotRoot: "/var/empty" } },
    ),
  );
  assert.deepEqual(said, []);
});
