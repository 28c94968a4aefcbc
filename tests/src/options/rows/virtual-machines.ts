/** Probes of the virtual machine of a VM, which guest modules define: `microvm`. */

import { force } from "@ghaf/module-system";
import type { Probe, Tree } from "../probe.ts";
import { probes } from "./rows.ts";

const base = "minimal";

/** A part of `microvm` of the application VM. */
function machine(parts: Tree): Tree {
  return { microvm: parts };
}

const below = "guest.microvm";

const virtualMachine: readonly Probe[] = [
  ...probes(
    { below, base },
    {
      cpu: "qemu64",
      vcpu: 2,
      mem: 320,
      balloon: false,
      kernel: "/srv/vmlinux",
      initrdPath: "/srv/initrd",
      kernelParams: ["probe=1"],
      storeDiskType: "erofs",
      autostart: false,
      restartIfChanged: false,
      socket: "/run/probe.sock",
      user: "probe",
      "graphics.enable": true,
      "qemu.machine": "microvm",
      "qemu.machineOpts": { usb: "off" },
      "qemu.extraArgs": ["-device", "qemu-xhci,id=probe"],
      "qemu.serialConsole": false,
      "vsock.cid": 77,
      "optimize.enable": true,
    },
  ),
  ...probes(
    { below, base, given: machine({ balloon: force(true) }) },
    { deflateOnOOM: false },
  ),
  ...probes(
    { below, base, shows: "refusal" },
    {
      hypervisor: "cloud-hypervisor",
      hotplugMem: 128,
      hugepageMem: true,
      initialBalloonMem: 64,
    },
  ),
  ...probes(
    { below, base, given: machine({ hotplugMem: 256 }), shows: "refusal" },
    { hotpluggedMem: 128 },
  ),
  ...probes(
    {
      ...{ below, base, shows: "refusal" },
      given: machine({
        hypervisor: "cloud-hypervisor",
        graphics: { enable: true, socket: "/run/a.sock" },
      }),
    },
    { "graphics.socket": "/run/b.sock" },
  ),
  ...probes(
    {
      ...{ below, base, shows: "refusal" },
      given: machine({ hypervisor: "cloud-hypervisor" }),
    },
    { "cloud-hypervisor.extraArgs": ["--probe"] },
  ),
  ...probes(
    {
      ...{ below, base, shows: "refusal" },
      given: machine({ hypervisor: "crosvm" }),
    },
    { "crosvm.extraArgs": ["--probe"], "crosvm.pivotRoot": "/srv/probe" },
  ),
];

const VOLUME = machine({
  volumes: [{ image: "a.img", size: 64, mountPoint: "/srv/a" }],
});

const refusedOfVolumes = probes(
  {
    ...{ below: `${below}.volumes.*`, base, given: VOLUME },
    shows: "refusal",
  },
  { fsType: "xfs", mkfsExtraArgs: ["-m", "0"] },
);

const volumes = probes(
  { below: `${below}.volumes.*`, base, given: VOLUME },
  {
    image: "b.img",
    size: 128,
    mountPoint: "/srv/b",
    label: "probe",
    serial: "probe",
    direct: true,
    readOnly: true,
    autoCreate: false,
  },
);

const interfaces: readonly Probe[] = [
  ...probes(
    {
      ...{ below: `${below}.interfaces.*`, base },
      given: machine({
        interfaces: [{ type: "tap", id: "probe0", mac: "02:00:00:00:00:77" }],
      }),
    },
    { type: "user", id: "probe1", mac: "02:00:00:00:00:78" },
  ),
  ...probes(
    {
      ...{ below: `${below}.interfaces.*`, base, shows: "refusal" },
      given: machine({
        interfaces: [
          {
            ...{ type: "macvtap", id: "probe0" },
            macvtap: { link: "eth0", mode: "vepa" },
          },
        ],
      }),
    },
    { "macvtap.link": "eth1", "macvtap.mode": "private" },
  ),
  ...probes(
    {
      ...{ below: `${below}.interfaces.*`, base },
      given: machine({
        interfaces: [{ type: "bridge", id: "probe0", bridge: "br0" }],
      }),
    },
    { bridge: "br1" },
  ),
  ...probes(
    {
      ...{ below: `${below}.forwardPorts.*`, base },
      given: machine({
        interfaces: [{ type: "user", id: "probe0" }],
        forwardPorts: [
          { host: { port: 8080 }, guest: { port: 80, address: "10.0.2.15" } },
        ],
      }),
    },
    {
      proto: "udp",
      "host.address": "127.0.0.1",
      "host.port": 8081,
      "guest.address": "10.0.2.16",
      "guest.port": 81,
    },
  ),
  ...probes(
    {
      ...{ below: `${below}.forwardPorts.*`, base },
      given: machine({
        interfaces: [{ type: "user", id: "probe0" }],
        forwardPorts: [
          {
            host: { port: 8080, address: "10.0.2.200" },
            guest: { port: 80, address: "10.0.2.15" },
          },
        ],
      }),
    },
    { from: "guest" },
  ),
];

const shares: readonly Probe[] = [
  ...probes(
    {
      ...{ below: `${below}.shares.*`, base },
      given: machine({
        shares: [{ tag: "a", source: "/srv/a", mountPoint: "/srv/a" }],
      }),
    },
    {
      tag: "b",
      source: "/srv/b",
      mountPoint: "/srv/b",
      readOnly: true,
      socket: "/run/probe.sock",
      securityModel: "mapped",
    },
  ),
  ...probes(
    {
      ...{ below: `${below}.virtiofsd`, base },
      given: machine({
        shares: [{ tag: "a", source: "/srv/a", mountPoint: "/srv/a" }],
      }),
    },
    {
      inodeFileHandles: "prefer",
      threadPoolSize: 2,
      extraArgs: ["--probe"],
    },
  ),
];

const devices: readonly Probe[] = [
  ...probes(
    {
      ...{ below: `${below}.devices.*`, base: "laptop", vm: "netvm" },
      given: machine({ devices: [{ bus: "pci", path: "0000:00:05.0" }] }),
    },
    { path: "0000:00:06.0", "qemu.deviceExtraArgs": "x-no-mmap=on" },
  ),
  ...probes(
    {
      ...{ below: `${below}.devices.*`, base: "laptop", vm: "netvm" },
      ...{ at: `${below}.devices.*` },
      given: machine({ devices: [{ bus: "pci", path: "0000:00:05.0" }] }),
    },
    { bus: { bus: "usb", path: "vendorid=0x1234,productid=0x5678" } },
  ),
];

export const virtualMachineProbes: readonly Probe[] = [
  ...virtualMachine,
  ...volumes,
  ...refusedOfVolumes,
  ...interfaces,
  ...shares,
  ...devices,
];
