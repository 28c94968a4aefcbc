/** The VM that has the network devices and is the way out for the others (spec 2.5, 2.6, 2.16). */

import { byDefault } from "@ghaf/module-system";
import type { PlatformConfig } from "../../options/platform-options.ts";
import type { GuestDefinition } from "../guest.ts";
import { AGENT_PORT, NETWORK_BUS_PORT } from "../ports.ts";
import { machineType } from "./machine-type.ts";

const NAME_SERVICE_PORT = 53;

export function netVm(config: PlatformConfig): GuestDefinition {
  const { ghaf } = config;
  const wifi = ghaf.services.wifi.enable;
  const traced = wifi && ghaf.profiles.debug.enable;
  return {
    microvm: {
      mem: byDefault(512),
      vcpu: byDefault(1),
      // Its connections would be cut by a restart that nobody asked for.
      restartIfChanged: byDefault(false),
      qemu: { machine: byDefault(machineType(config)) },
      kernelParams: ghaf.hardware.definition.network.kernelConfig.kernelParams,
    },
    packages: [
      ...(wifi ? ["network-manager", "xdg-dbus-proxy"] : []),
      ...(traced ? ["tcpdump"] : []),
    ],
    firewall: {
      allow: [
        { port: NAME_SERVICE_PORT, protocol: "tcp", from: "any" },
        { port: NAME_SERVICE_PORT, protocol: "udp", from: "any" },
        ...agentPorts(config, wifi),
        ...proxyPorts(config),
      ],
    },
    ghaf: {
      givc: { netvm: { enable: byDefault(ghaf.givc.enable) } },
      storagevm: {
        enable: byDefault(true),
        name: byDefault("netvm"),
        directories: wifi
          ? [
              {
                path: "/etc/NetworkManager/system-connections",
                mode: "0700",
              },
            ]
          : [],
      },
    },
  };
}

function agentPorts({ ghaf }: PlatformConfig, wifi: boolean) {
  if (!ghaf.givc.enable) return [];
  return [
    { port: AGENT_PORT, from: "admin-vm" },
    ...(wifi ? [{ port: NETWORK_BUS_PORT, from: "gui-vm" }] : []),
  ];
}

function proxyPorts({ ghaf }: PlatformConfig) {
  const proxy = ghaf.reference.services["proxy-server"];
  return proxy.enable ? [{ port: proxy.bindPort, from: "business-vm" }] : [];
}
