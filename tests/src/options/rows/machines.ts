/** Probes of VMs as the device's options describe them, and of what they may say to each other. */

import { force } from "@ghaf/module-system";
import type { Probe, Tree } from "../probe.ts";
import { probes } from "./rows.ts";

const below = "ghaf.virtualization.microvm";

const APPLICATION = { name: "probe", command: "/usr/bin/probe" };

const APP_VM = {
  name: "probe",
  ramMb: 128,
  cores: 1,
  applications: [APPLICATION],
};

function appVm(parts: Tree): Tree {
  const vms = [{ ...APP_VM, ...parts }];
  return { ghaf: { virtualization: { microvm: { appvm: { vms } } } } };
}

const GUEST = [{ microvm: { vcpu: 3 } }];

const appVms: readonly Probe[] = [
  ...probes(
    { below: `${below}.appvm`, base: "laptop" },
    {
      extraModules: GUEST,
      vsockBaseCID: 200,
      waypipeBasePort: 1300,
    },
  ),
  ...probes({ below: `${below}.appvm`, base: "minimal" }, { enable: false }),
  ...probes(
    { below: `${below}.appvm.vms.*`, base: "laptop", given: appVm({}) },
    {
      name: "other",
      borderColor: "#ff0000",
      cid: 250,
      cores: 2,
      extraModules: GUEST,
      "ghafAudio.enable": true,
      macAddress: "02:00:00:00:00:77",
      ramMb: 256,
      "vtpm.enable": true,
      "applications.*.name": "other",
      "applications.*.command": "/usr/bin/other",
      "applications.*.args": ["url"],
      "applications.*.singleInstance": true,
      "applications.*.launcher": false,
      "applications.*.title": "Other",
      "applications.*.description": "Something else",
      "applications.*.icon": "other",
    },
  ),
  ...probes(
    {
      ...{ below: `${below}.appvm.vms.*`, base: "laptop" },
      given: appVm({
        applications: [
          { ...APPLICATION, args: ["file"], directories: ["/srv"] },
        ],
      }),
    },
    { "applications.*.directories": ["/home"] },
  ),
  ...probes(
    {
      ...{ below: `${below}.appvm.vms.*`, base: "laptop" },
      given: appVm({ ghafAudio: { enable: true } }),
    },
    { "ghafAudio.useTunneling": true },
  ),
  ...probes(
    {
      ...{ below: `${below}.appvm.vms.*`, base: "minimal", shows: "image" },
      given: appVm({}),
    },
    { packages: ["hello"] },
  ),
];

const systemVms: readonly Probe[] = [
  ...probes(
    { below, base: "laptop" },
    {
      "adminvm.extraModules": GUEST,
      "audiovm.extraModules": GUEST,
      "guivm.enable": false,
      "guivm.extraModules": GUEST,
      "guivm.fprint": false,
      "guivm.vsockCID": 77,
      "guivm.yubikey": false,
      "idsvm.enable": true,
      "netvm.extraModules": GUEST,
      "netvm.wifi": false,
    },
  ),
  ...probes(
    {
      ...{ below, base: "laptop" },
      given: {
        ghaf: { virtualization: { microvm: { idsvm: { enable: true } } } },
      },
    },
    { "idsvm.mitmproxy.enable": true, "idsvm.extraModules": GUEST },
  ),
  ...probes(
    { below, base: "minimal" },
    { "audiovm.enable": true, "netvm.enable": false },
  ),
  ...probes(
    {
      ...{ below, base: "laptop" },
      // Those that play sound have to have it.
      given: {
        ghaf: {
          reference: {
            appvms: {
              "business-vm": force(false),
              "chrome-vm": force(false),
              "comms-vm": force(false),
            },
            services: { enable: force(false) },
          },
        },
      },
    },
    { "audiovm.audio": false },
  ),
  ...probes(
    {
      ...{ below, base: "minimal" },
      given: { ghaf: { givc: { enable: force(false) } } },
    },
    { "adminvm.enable": false },
  ),
];

const vmHost = probes(
  { below: "ghaf.virtualization.microvm-host", base: "laptop" },
  {
    enable: false,
    networkSupport: true,
    "sharedVmDirectory.enable": false,
    "sharedVmDirectory.vms": ["chrome-vm"],
  },
);

const network: readonly Probe[] = [
  ...probes(
    { below: "ghaf.networking", base: "laptop" },
    { "hosts.enable": false, "dhcp.enable": true },
  ),
  ...probes(
    {
      ...{ below: "ghaf.networking", base: "laptop" },
      given: { ghaf: { networking: { dhcp: { enable: true } } } },
    },
    { "dhcp.pool": "192.168.100.211-192.168.100.215" },
  ),
  ...probes(
    {
      ...{ below: "ghaf.networking", base: "laptop" },
      given: {
        ghaf: {
          networking: {
            hosts: { entries: [{ name: "probe", ip: "192.168.100.77" }] },
            flows: [{ from: "chrome-vm", to: "gala-vm", port: 8443 }],
          },
        },
      },
    },
    {
      "hosts.entries.*.name": "other",
      "hosts.entries.*.ip": "192.168.100.78",
      "flows.*.from": "comms-vm",
      "flows.*.to": "comms-vm",
      "flows.*.port": 8444,
      "flows.*.protocol": "udp",
      "flows.*.description": "something else",
    },
  ),
];

const qemu = ["audiovm", "guivm"].flatMap((vm) =>
  probes(
    { below: `ghaf.qemu.${vm}`, base: "laptop" },
    { extraArgs: ["-device", "qemu-xhci,id=probe"] },
  ),
);

export const machineProbes: readonly Probe[] = [
  ...appVms,
  ...systemVms,
  ...vmHost,
  ...network,
  ...qemu,
];
