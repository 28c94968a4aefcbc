/** Probes of what concerns the device as a whole: variant, layout, host, development, accounts, logging, profiles. */

import { force } from "@ghaf/module-system";
import type { PlatformConfig } from "@ghaf/system";
import type { Probe } from "../probe.ts";
import { probes } from "./rows.ts";

/** Nobody's: the private half was never kept. */
const SSH_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPlG9KXF0BNTVBLGxMmSmKRmMpUDqp9NNbKpDLfrDpsq probe";

/** The host of a release is in no network, so that nothing tells it who to start. */
const withoutControl = { ghaf: { givc: { enable: force(false) } } };

const withoutHostAgent = { ghaf: { givc: { host: { enable: force(false) } } } };

const orin = { ghaf: { hardware: { nvidia: { orin: { enable: true } } } } };

const outside = {
  ghaf: { logging: { server: { endpoint: "https://logs.example.org/push" } } },
};

const variants: readonly Probe[] = [
  ...probes({ below: "ghaf", base: "laptop" }, { layout: "headless" }),
  ...probes(
    { below: "ghaf", base: "minimal", given: withoutControl },
    { build: "release" },
  ),
  ...probes(
    {
      ...{ below: "ghaf.checks", base: "laptop", shows: "findings" },
      given: {
        ghaf: {
          build: force("release"),
          graphics: { labwc: { autologinUser: force("ghaf") } },
        },
      },
    },
    { waive: ["autologin"] },
  ),
];

const host: readonly Probe[] = [
  ...probes(
    { below: "ghaf.boot.loader", base: "minimal", given: orin },
    { "systemd-boot-dtb.enable": true },
  ),
  ...probes(
    { below: "ghaf.development", base: "minimal" },
    {
      "debug.tools.enable": false,
      "nix-setup.enable": false,
      "nix-setup.nixpkgs": "/srv/nixpkgs",
      "ssh.daemon.enable": false,
      "usb-serial.enable": false,
    },
  ),
  ...probes(
    { below: "ghaf", base: "laptop" },
    {
      "firewall.kernel-modules.enable": true,
      "host.powercontrol.enable": false,
      "host.secureboot.enable": true,
      "imageBuilder.compression": "none",
      "namespaces.vms": ["chrome-vm"],
      "virtualization.docker.daemon.enable": true,
    },
  ),
  ...probes(
    { below: "ghaf.host.kernel.hardening", base: "laptop" },
    {
      "debug.enable": true,
      "hypervisor.enable": true,
      "inputdevices.enable": true,
      "networking.enable": true,
      "usb.enable": true,
      "virtualization.enable": true,
    },
  ),
  ...probes(
    {
      ...{ below: "ghaf.host.kernel.hardening", base: "minimal" },
      given: {
        ghaf: {
          host: {
            kernel: {
              hardening: {
                networking: { enable: true },
                virtualization: { enable: true },
              },
            },
          },
        },
      },
    },
    { enable: true },
  ),
  ...probes(
    { below: "ghaf.guest.kernel.hardening", base: "laptop" },
    { enable: true, "graphics.enable": true },
  ),
  ...probes(
    { below: "ghaf.host.networking", base: "minimal", given: withoutHostAgent },
    { enable: false },
  ),
];

const kernels: readonly Probe[] = ["audiovm", "guivm", "host"].flatMap((name) =>
  probes(
    { below: `ghaf.kernel.${name}`, base: "laptop" },
    {
      kernelParams: ["intel_iommu=on,sm_on", "iommu=pt", "probe=1"],
      "stage1.kernelModules": ["probe"],
      "stage2.kernelModules": ["probe"],
    },
  ),
);

const control: readonly Probe[] = [
  ...probes(
    { below: "ghaf.givc", base: "laptop" },
    {
      enable: false,
      enableTls: false,
      debug: true,
      appPrefix: "/srv/bin",
      "host.enable": false,
      idsExtraArgs: "--probe",
    },
  ),
  ...probes(
    { below: "ghaf.givc.adminConfig", base: "minimal" },
    {
      name: "other-vm",
      addr: "192.168.100.77",
      port: "9009",
    },
  ),
];

const logging: readonly Probe[] = [
  ...probes(
    { below: "ghaf.logging", base: "minimal" },
    { "client.enable": true },
  ),
  ...probes(
    { below: "ghaf.logging", base: "headless", given: outside },
    {
      "client.endpoint": "http://192.168.100.77:9999/loki/api/v1/push",
      "listener.address": "192.168.100.77",
      "listener.port": 10_000,
      "server.endpoint": "https://other.example.org/push",
      "server.identifierFilePath": "/etc/probe",
    },
  ),
];

const accounts: readonly Probe[] = [
  ...probes(
    { below: "ghaf.users.accounts", base: "laptop" },
    {
      enable: false,
      user: "probe",
      password: "probe",
      uid: 1001,
      sshKeys: [SSH_KEY],
    },
  ),
  ...probes(
    { below: "ghaf.security.sshKeys", base: "laptop" },
    {
      getAuthKeysFileName: "probe",
      getAuthKeysFilePathInEtc: "ssh/probe",
      "sshAuthorizedKeysCommand.authorizedKeysCommand": "/etc/ssh/probe",
      "sshAuthorizedKeysCommand.authorizedKeysCommandUser": "probe",
      sshKeyPath: "/run/waypipe-ssh/probe",
      waypipeSshPublicKeyFile: "/run/waypipe-ssh-public-key/probe.pub",
      waypipeSshPublicKeyName: "probe",
    },
  ),
  ...probes(
    {
      ...{ below: "ghaf.security.sshKeys", base: "laptop" },
      given: {
        ghaf: {
          security: {
            sshKeys: {
              waypipeSshPublicKeyFile: (config: PlatformConfig) =>
                `${config.ghaf.security.sshKeys.waypipeSshPublicKeyDir}/probe`,
            },
          },
        },
      },
    },
    { waypipeSshPublicKeyDir: "/run/probe" },
  ),
];

const profiles: readonly Probe[] = [
  ...probes(
    { below: "ghaf.profiles", base: "laptop" },
    {
      "applications.enable": true,
      "graphics.enable": false,
      "graphics.renderer": "pixman",
      "host-hardening.enable": true,
      "kernel-hardening.enable": true,
    },
  ),
  ...probes(
    { below: "ghaf.profiles", base: "minimal", given: withoutControl },
    { "debug.enable": false },
  ),
  ...probes(
    {
      ...{ below: "ghaf.profiles", base: "minimal" },
      given: {
        ghaf: {
          build: force("release"),
          givc: { enable: force(false) },
        },
      },
    },
    { "release.enable": false },
  ),
];

export const deviceProbes: readonly Probe[] = [
  ...variants,
  ...host,
  ...kernels,
  ...control,
  ...logging,
  ...accounts,
  ...profiles,
];
