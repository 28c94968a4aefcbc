/** The VM that has the sound devices and Bluetooth (spec 2.5, 2.6, 2.16, 2.24). */

import { byDefault } from "@ghaf/module-system";
import type { PlatformConfig } from "../../options/platform-options.ts";
import { appVms, vmName } from "../enabled-vms.ts";
import type { GuestDefinition } from "../guest.ts";
import { AUDIO_BUS_PORT } from "../ports.ts";
import { machineType } from "./machine-type.ts";
import { agentOpening, openForRole } from "./openings.ts";

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

function openings(config: PlatformConfig) {
  const { services, givc } = config.ghaf;
  const { audio, bluetooth } = services;
  const control = audio.pulseaudioTcpControlPort;
  return [
    ...agentOpening(config),
    ...(givc.enable && bluetooth.enable
      ? openForRole(config, AUDIO_BUS_PORT, "gui")
      : []),
    ...(audio.enable ? openForRole(config, control, "gui") : []),
    ...(audio.enable ? players(config) : []),
  ];
}

/** The restricted port, for each application VM that has sound. */
function players(config: PlatformConfig) {
  const port = config.ghaf.services.audio.pulseaudioTcpPort;
  return appVms(config)
    .filter(({ ghafAudio }) => ghafAudio.enable)
    .map(({ name }) => ({ port, from: vmName(name) }));
}
