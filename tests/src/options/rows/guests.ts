/** Probes of what guest modules define of the inside of a VM. */

import type { Probe } from "../probe.ts";
import { probes } from "./rows.ts";

const base = "minimal";

const kept = {
  ghaf: {
    storagevm: {
      enable: true,
      directories: [{ path: "/var/lib/a" }],
      files: ["/etc/a"],
      users: { ghaf: { directories: [{ path: "a" }], files: [".a"] } },
    },
  },
};

const storage: readonly Probe[] = [
  ...probes({ below: "guest.ghaf.storagevm", base }, { enable: false }),
  ...probes(
    { below: "guest.ghaf.storagevm", base, given: kept },
    {
      name: "probe",
      "directories.*.path": "/var/lib/b",
      "directories.*.owner": "probe",
      "directories.*.group": "probe",
      "directories.*.mode": "0700",
      "users.<name>.directories.*.path": "b",
      "users.<name>.directories.*.mode": "0700",
      "users.<name>.files": [".b"],
      files: ["/etc/b"],
    },
  ),
];

const ghaf: readonly Probe[] = [
  ...probes(
    { below: "guest.ghaf", base: "laptop" },
    {
      "waypipe.enable": false,
      "waypipe.waypipeBorder": true,
      "ghaf-audio.enable": false,
      "ghaf-audio.name": "probe",
      "ghaf-audio.useTunneling": true,
      "givc.debug": true,
      "givc.appvm.enable": false,
    },
  ),
  ...probes({ below: "guest.ghaf", base }, { "givc.appvm.name": "probe" }),
  ...probes(
    {
      ...{ below: "guest.ghaf.givc.appvm.applications.*", base },
      given: {
        ghaf: {
          givc: {
            appvm: {
              applications: [{ name: "probe", command: "/usr/bin/probe" }],
            },
          },
        },
      },
    },
    {
      name: "other",
      command: "/usr/bin/other",
      args: ["url"],
      directories: ["/srv"],
      singleInstance: true,
    },
  ),
  ...["admin", "net", "gui", "audio"].flatMap((role) =>
    probes(
      { below: "guest.ghaf.givc", base: "laptop", vm: `${role}vm` },
      { [`${role}vm.enable`]: role === "admin" },
    ),
  ),
];

const contents: readonly Probe[] = [
  ...probes({ below: "guest", base, shows: "image" }, { packages: ["hello"] }),
  ...probes(
    {
      ...{ below: "guest.files.<name>", base },
      given: { files: { "/etc/probe": { text: "probe\n" } } },
    },
    { text: "other\n", mode: "0600", owner: "probe", group: "probe" },
  ),
  ...probes(
    {
      ...{ below: "guest.units.<name>", base },
      given: {
        units: {
          "probe.service": {
            sections: { Service: { ExecStart: "/bin/true" } },
          },
        },
      },
    },
    {
      sections: { Service: { ExecStart: "/bin/false" } },
      dropIn: true,
      masked: true,
    },
  ),
  ...probes(
    {
      ...{ below: "guest.firewall.allow.*", base },
      given: { firewall: { allow: [{ port: 8080, from: "net-vm" }] } },
    },
    { port: 8081, protocol: "udp", from: "any" },
  ),
];

export const guestProbes: readonly Probe[] = [...storage, ...ghaf, ...contents];
