/** The application VM for messages and calls, with the position receiver (spec 2.5, 2.7). */

import { namedUsbArguments } from "../../derive/named-usb.ts";
import type { PlatformConfig } from "../../options/platform-options.ts";
import type { AppVmDefinition } from "../../options/virtualization-app-vm.ts";
import { browserCommand } from "./browser-command.ts";

/** Where gpsd answers (spec 2.3). */
const POSITION_PORT = 2947;

export function commsVm(config: PlatformConfig): AppVmDefinition {
  return {
    name: "comms",
    packages: ["chromium", "gpsd", "gpsd-clients", "tcpdump"],
    macAddress: "02:00:00:03:09:01",
    ramMb: 4096,
    cores: 4,
    borderColor: "#337aff",
    ghafAudio: { enable: true },
    applications: applications(config),
    extraModules: [
      {
        microvm: { qemu: { extraArgs: namedUsbArguments(config, ["gps0"]) } },
        firewall: { allow: [{ port: POSITION_PORT, from: "any" }] },
      },
    ],
  };
}

function applications(config: PlatformConfig) {
  return [
    {
      name: "element",
      title: "Element",
      description: "Encrypted messages and calls",
      icon: "element-desktop",
      command: browserCommand(config, "--app=https://app.element.io"),
    },
    {
      name: "slack",
      title: "Slack",
      description: "Messages of teams",
      icon: "slack",
      command: browserCommand(config, "--app=https://app.slack.com/client"),
    },
    {
      name: "zoom",
      title: "Zoom",
      description: "Video conferences",
      command: browserCommand(config, "--app=https://app.zoom.us/wc/home"),
    },
  ];
}
