/** The VM that has the sound devices and Bluetooth (spec 2.5, 2.6, 2.16, 2.24). */

import { byDefault } from "@ghaf/module-system";
import type { PlatformConfig } from "../../options/platform-options.ts";
import type { GuestDefinition } from "../guest.ts";
import { AGENT_PORT, AUDIO_BUS_PORT } from "../ports.ts";
import { machineType } from "./machine-type.ts";

export function audioVm(config: PlatformConfig): GuestDefinition {
  const { ghaf } = config;
  const { audio, bluetooth } = ghaf.services;
  return {
    microvm: {
      mem: byDefault(384),
      vcpu: byDefault(2),
      optimize: { enable: byDefault(false) },
      qemu: {
        machine: byDefault(machineType(config)),
        extraArgs: ghaf.qemu.audiovm.extraArgs,
      },
      kernelParams: ghaf.kernel.audiovm.kernelParams,
    },
    packages: [
      ...(audio.enable
        ? [
            ...["pipewire", "pipewire-pulse", "wireplumber"],
            ...["pulseaudio-utils", "pamixer", "rtkit"],
          ]
        : []),
      ...(bluetooth.enable ? ["bluez", "blueman", "xdg-dbus-proxy"] : []),
      ...(ghaf.profiles.debug.enable ? ["alsa-utils"] : []),
    ],
    firewall: { allow: openings(config) },
    ghaf: {
      givc: { audiovm: { enable: byDefault(ghaf.givc.enable) } },
      storagevm: {
        enable: byDefault(true),
        name: byDefault("audiovm"),
        directories: bluetooth.enable
          ? [
              {
                path: "/var/lib/bluetooth",
                mode: "0700",
                owner: "bluetooth",
                group: "bluetooth",
              },
            ]
          : [],
      },
    },
  };
}

function openings({ ghaf }: PlatformConfig) {
  const { audio, bluetooth } = ghaf.services;
  const agent = ghaf.givc.enable;
  return [
    ...(agent ? [{ port: AGENT_PORT, from: "admin-vm" }] : []),
    ...(agent && bluetooth.enable
      ? [{ port: AUDIO_BUS_PORT, from: "gui-vm" }]
      : []),
    ...(audio.enable
      ? [{ port: audio.pulseaudioTcpControlPort, from: "gui-vm" }]
      : []),
    ...(audio.enable ? players(ghaf) : []),
  ];
}

/** The restricted port, for each application VM that has sound. */
function players({ services, virtualization }: PlatformConfig["ghaf"]) {
  const { enable, vms } = virtualization.microvm.appvm;
  const port = services.audio.pulseaudioTcpPort;
  return enable
    ? vms
        .filter(({ ghafAudio }) => ghafAudio.enable)
        .map(({ name }) => ({ port, from: `${name}-vm` }))
    : [];
}
