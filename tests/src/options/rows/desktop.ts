/** Probes of what gui-vm shows, and of the services for people. */

import { byDefault, force } from "@ghaf/module-system";
import type { Probe } from "../probe.ts";
import { probes } from "./rows.ts";

const U2F_KEY =
  "ghaf:SZ2CwN7EAE4Ujfxhm+CediUaT9ngoaMOqsKRDrOC+wUkTriKlc1cVtsxkOSav2r9ztaNKn/OwoHiN3BmsBYdZA==,oIdGgoGmkVrVis1kdzpvX3kXrOmBe2noFrpHqh4VKlq/WxrFk+Du670BL7DzLas+GxIPNjgdDCHo9daVzthIwQ==,es256,+presence";

const below = "ghaf.graphics";

const graphics: readonly Probe[] = [
  ...probes(
    { below, base: "laptop" },
    {
      "boot.enable": true,
      enableDemoApplications: true,
      "demo-apps.chromium": true,
      "demo-apps.element-desktop": true,
      "demo-apps.firefox": true,
      "demo-apps.gala-app": true,
      "demo-apps.google-chrome": true,
      "demo-apps.zathura": true,
    },
  ),
  ...probes(
    {
      ...{ below, base: "laptop" },
      given: { ghaf: { graphics: { labwc: { enable: force(false) } } } },
    },
    { "login-manager.enable": true },
  ),
  ...probes(
    {
      ...{ below, base: "laptop" },
      given: {
        ghaf: {
          graphics: { launchers: [{ name: "Probe", path: "/usr/bin/probe" }] },
        },
      },
    },
    {
      "launchers.*.name": "Other",
      "launchers.*.description": "Something else",
      "launchers.*.path": "/usr/bin/other",
      "launchers.*.icon": "other",
      "launchers.*.vm": "gala-vm",
    },
  ),
];

const labwc: readonly Probe[] = [
  ...probes(
    { below: `${below}.labwc`, base: "laptop" },
    {
      enable: false,
      "autolock.enable": false,
      "autolock.duration": 600,
      autologinUser: "ghaf",
      extraAutostart: "probe &",
      "gtk.colorScheme": "prefer-light",
      "gtk.fontName": "Probe",
      "gtk.fontSize": "12",
      "gtk.iconTheme": "Probe",
      "gtk.theme": "Probe",
      wallpaper: "/usr/share/probe.jpg",
    },
  ),
  ...probes(
    {
      ...{ below: `${below}.labwc`, base: "laptop", alone: true },
      given: {
        ghaf: {
          graphics: {
            labwc: {
              securityContext: [{ identifier: "gala-vm", color: "#a03010" }],
            },
          },
        },
      },
    },
    {
      "securityContext.*.identifier": "comms-vm",
      "securityContext.*.color": "#2040c0",
    },
  ),
];

const frames = probes(
  {
    ...{ below: `${below}.labwc.frameColouring.*`, base: "laptop" },
    given: {
      ghaf: {
        graphics: {
          labwc: {
            frameColouring: [{ identifier: "probe", colour: "#123456" }],
          },
        },
      },
    },
  },
  { identifier: "other", colour: "#ff0000" },
);

const services = probes(
  { below: "ghaf.services", base: "laptop" },
  {
    "audio.enable": false,
    "audio.pulseaudioTcpControlPort": 4799,
    "audio.pulseaudioTcpPort": 4798,
    "bluetooth.enable": false,
    "desktop.enable": false,
    "disks.enable": true,
    "disks.fileManager": "probe",
    "firmware.enable": false,
    "fprint.enable": false,
    "wifi.enable": false,
    "xdghandlers.enable": false,
    "xdgopener.enable": false,
    "xdgopener.xdgPort": 1299,
    "yubikey.enable": false,
    "yubikey.u2fKeys": U2F_KEY,
  },
);

const sharedMemory = probes(
  {
    ...{ below: "ghaf.shm", base: "laptop" },
    given: {
      ghaf: {
        shm: {
          enable: true,
          memSize: byDefault(1024),
          vms_enabled: byDefault(["chrome-vm"]),
        },
      },
    },
  },
  {
    memSize: 2048,
    hugePageSz: "1G",
    hostSocketPath: "/tmp/probe",
    flataddr: "0x940000000",
    vms_enabled: ["chrome-vm", "gui-vm"],
    enable_host: true,
    instancesCount: 3,
    serverSocketPath: "/run/user/1000/probe-server.sock",
    clientSocketPath: "/run/user/1000/probe-client.sock",
    display: true,
  },
);

export const desktopProbes: readonly Probe[] = [
  ...graphics,
  ...labwc,
  ...frames,
  ...services,
  ...sharedMemory,
  ...probes(
    {
      ...{ below: "ghaf.shm", base: "laptop" },
      given: { ghaf: { shm: { vms_enabled: ["chrome-vm"] } } },
    },
    { enable: true },
  ),
];
