/** The VM that has the network devices and is the way out for the others (spec 2.5, 2.6, 2.16). */

import { byDefault } from "@ghaf/module-system";
import type { PlatformConfig } from "../../options/platform-options.ts";
import { hasVm } from "../enabled-vms.ts";
import type { GuestDefinition } from "../guest.ts";
import { NETWORK_BUS_PORT } from "../ports.ts";
import { machineType } from "./machine-type.ts";
import { agentOpening, openForRole } from "./openings.ts";

const NAME_SERVICE_PORT = 53;
/** The one VM that the proxy is for (spec 2.33). */
const PROXY_USER = "business-vm";

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
      ...(ghaf.networking.dhcp.enable ? ["dnsmasq-base"] : []),
    ],
    firewall: {
      allow: [
        { port: NAME_SERVICE_PORT, protocol: "tcp", from: "any" },
        { port: NAME_SERVICE_PORT, protocol: "udp", from: "any" },
        ...agentOpening(config),
        ...(wifi && ghaf.givc.enable
          ? openForRole(config, NETWORK_BUS_PORT, "gui")
          : []),
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

function proxyPorts(config: PlatformConfig) {
  const proxy = config.ghaf.reference.services["proxy-server"];
  return proxy.enable && hasVm(config, PROXY_USER)
    ? [{ port: proxy.bindPort, from: PROXY_USER }]
    : [];
}
