/** Probes of what the platform itself comes with, and of systemd's parts. */

import { force } from "@ghaf/module-system";
import type { Probe, Tree } from "../probe.ts";
import { probes } from "./rows.ts";

const below = "ghaf.reference";

const APP_VM = { name: "probe", ramMb: 128, cores: 1 };

const appVms = probes(
  { below: `${below}.appvms`, base: "laptop" },
  {
    "business-vm": false,
    "chrome-vm": false,
    "chromium-vm": true,
    "comms-vm": false,
    "gala-vm": false,
    "zathura-vm": false,
  },
);

const withoutServices: Tree = {
  ghaf: { reference: { services: { enable: force(false) } } },
};

const GUEST = [{ microvm: { vcpu: 3 } }];

const chosen: readonly Probe[] = [
  ...probes(
    {
      ...{ below, base: "minimal", at: `${below}.appvms` },
      given: {
        ghaf: {
          reference: { profiles: { "laptop-x86": { enable: true } } },
        },
      },
    },
    { "appvms.enable": { enable: true, "gala-vm": true } },
  ),
  ...probes(
    { below, base: "laptop", given: withoutServices },
    {
      "appvms.enabled-app-vms": [APP_VM],
      "profiles.laptop-x86.enabled-app-vms": [APP_VM],
    },
  ),
];

const profiles: readonly Probe[] = [
  ...probes(
    { below: `${below}.profiles.laptop-x86`, base: "laptop" },
    {
      guivmExtraModules: GUEST,
      netvmExtraModules: GUEST,
    },
  ),
  ...probes(
    { below: `${below}.profiles`, base: "minimal" },
    {
      "laptop-x86.enable": true,
      "mvp-user-trial.enable": true,
      "mvp-user-trial-extras.enable": true,
    },
  ),
];

const programs: readonly Probe[] = [
  ...probes(
    { below: `${below}.programs`, base: "laptop" },
    {
      "chromium.enable": true,
      "chromium.useZathuraVM": true,
      "google-chrome.enable": false,
      "google-chrome.defaultPolicy": { PromptForDownloadLocation: false },
      "google-chrome.extraOpts": { SyncDisabled: true },
      "google-chrome.useZathuraVM": false,
      "google-chrome.policyOwner": "probe",
      "google-chrome.policyOwnerGroup": "probe",
      "windows-launcher.enable": true,
      "zathura.enable": false,
    },
  ),
  ...probes(
    {
      ...{ below: `${below}.programs`, base: "laptop" },
      given: {
        ghaf: {
          reference: { programs: { "windows-launcher": { enable: true } } },
        },
      },
    },
    {
      "windows-launcher.spice": true,
      "windows-launcher.spice-host": "192.168.101.3",
      "windows-launcher.spice-port": 5901,
    },
  ),
];

const services: readonly Probe[] = [
  ...probes(
    { below: `${below}.services`, base: "laptop" },
    {
      enable: false,
      dendrite: false,
      "dendrite-pinecone.enable": false,
      ollama: true,
      "proxy-business": false,
      "proxy-server.enable": false,
      "proxy-server.bindPort": 3129,
      "globalprotect.enable": true,
      "globalprotect.settings": { "*": { "openconnect-args": "--no-dtls" } },
      "globalprotect.csdWrapper": "/usr/bin/probe",
    },
  ),
  ...probes(
    {
      ...{ below: `${below}.services`, base: "laptop" },
      given: { ghaf: { reference: { services: { dendrite: true } } } },
    },
    {
      "dendrite-pinecone.externalNic": "probe0",
      "dendrite-pinecone.internalNic": "probe1",
      "dendrite-pinecone.serverIpAddr": "192.168.100.77",
    },
  ),
  ...probes(
    { below: `${below}.personalize`, base: "laptop" },
    { "keys.enable": false },
  ),
];

const OFF_PARTS = [
  ...["Apparmor", "Hostnamed", "Machines", "Nss", "Resolved"],
  ...["Timesyncd", "Tpm2Tss"],
];
const ON_PARTS = [
  ...["Audit", "Bootloader", "Cryptsetup", "Debug", "Efi", "Fido2"],
  ...["HardenedConfigs", "Localed", "Logind", "Networkd", "Polkit"],
  ...["Repart", "Ukify"],
];

const systemd: readonly Probe[] = [
  ...probes(
    { below: "ghaf.systemd", base: "minimal" },
    {
      enable: false,
      "boot.enable": false,
      ...Object.fromEntries(OFF_PARTS.map((part) => [`with${part}`, true])),
      ...Object.fromEntries(ON_PARTS.map((part) => [`with${part}`, false])),
      withName: "probe",
      logLevel: "warning",
      excludedHardenedConfigs: ["dbus.service"],
    },
  ),
];

/** What these bring stays as long as debugging needs it. */
const besidesDebug = probes(
  {
    ...{ below: "ghaf.systemd", base: "minimal" },
    given: { ghaf: { systemd: { withDebug: force(false) } } },
  },
  { withJournal: false, withSerial: false },
);

export const referenceProbes: readonly Probe[] = [
  ...appVms,
  ...chosen,
  ...profiles,
  ...programs,
  ...services,
  ...systemd,
  ...besidesDebug,
];
