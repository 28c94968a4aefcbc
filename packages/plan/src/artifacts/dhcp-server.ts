/** The DHCP server of the VM that routes: dnsmasq without its name service, which gives each VM the address that is planned for it (dnsmasq(8), spec S39). */

import type { System } from "@ghaf/system";
import type { Placement } from "../allocation/placement.ts";
import { type Dhcp, dhcpOf } from "../dhcp/dhcp.ts";
import { INSIDE } from "../machines.ts";
import { type Artifact, publicFile } from "./artifact.ts";
import { unitFile, wants } from "./wants.ts";

const SERVICE = "ghaf-dhcp.service";
const CONFIG = "/etc/ghaf/dhcp.conf";

/** None unless it is asked for. */
export function dhcpServer(
  system: System,
  placements: readonly Placement[],
): readonly Artifact[] {
  const dhcp = dhcpOf(system, placements);
  if (dhcp === null) return [];
  const { name } = dhcp.server.vm;
  return [
    publicFile(name, CONFIG, `${configLines(dhcp).join("\n")}\n`),
    unitFile(name, SERVICE, UNIT),
    wants(name, "multi-user.target", SERVICE),
  ];
}

/** Addresses are pinned by MAC, so what it remembers may go with the VM. */
const LEASE_TIME = "1h";
const NETMASK = "255.255.255.0";

function configLines(dhcp: Dhcp): readonly string[] {
  const { server, clients } = dhcp;
  const gateways = new Map(
    clients.map(({ gateway }) => [gateway.vm.name, gateway.address]),
  );
  return [
    ...EVERY_DEVICE,
    ...rangeLines(dhcp),
    `dhcp-option=option:dns-server,${server.address}`,
    ...[...gateways].map(
      ([name, address]) =>
        `dhcp-option=tag:by-${name},option:router,${address}`,
    ),
    ...clients.map(
      ({ placement: { mac, address, vm }, gateway }) =>
        `dhcp-host=${mac},set:by-${gateway.vm.name},${address},${vm.name},${LEASE_TIME}`,
    ),
  ];
}

const EVERY_DEVICE: readonly string[] = [
  // systemd-resolved answers for names.
  ...["port=0", "no-resolv", "no-hosts"],
  ...[`interface=${INSIDE}`, "bind-interfaces"],
  // There is no other server, and this one knows no leases of before its start.
  "dhcp-authoritative",
  // A VM is known by its MAC, which the host's bridge vouches for.
  ...["dhcp-ignore-clid", "dhcp-ignore-names", "no-ping"],
  "dhcp-leasefile=/run/ghaf-dhcp/leases",
  // It begins as the account that it stays.
  ...["user=", "pid-file=", "log-facility=-"],
];

function rangeLines({ server, pool }: Dhcp): readonly string[] {
  if (pool === null) {
    const network = server.address.replace(/\d+$/, "0");
    return [
      `dhcp-range=${network},static,${NETMASK},${LEASE_TIME}`,
      "dhcp-ignore=tag:!known",
    ];
  }
  const { first, last, gateway } = pool;
  return [
    `dhcp-range=${first},${last},${NETMASK},${LEASE_TIME}`,
    `dhcp-option=tag:!known,option:router,${gateway.address}`,
  ];
}

/** dnsmasq tells the kernel which card has the address that it answers to (CAP_NET_ADMIN). */
const CAPABILITIES = "CAP_NET_BIND_SERVICE CAP_NET_ADMIN";

const UNIT: readonly string[] = [
  ...["[Unit]", "Description=Addresses for the VMs of this device (DHCP)"],
  ...["", "[Service]", "Type=exec"],
  `ExecStart=/usr/sbin/dnsmasq --keep-in-foreground --conf-file=${CONFIG}`,
  ...["Restart=on-failure", "RestartSec=1"],
  ...["DynamicUser=yes", "RuntimeDirectory=ghaf-dhcp", "UMask=0077"],
  `AmbientCapabilities=${CAPABILITIES}`,
  `CapabilityBoundingSet=${CAPABILITIES}`,
  ...["ProtectHome=yes", "ProtectClock=yes", "ProtectHostname=yes"],
  ...["ProtectKernelTunables=yes", "ProtectKernelModules=yes"],
  ...["ProtectKernelLogs=yes", "ProtectControlGroups=yes"],
  ...["ProtectProc=invisible", "PrivateDevices=yes", "KeyringMode=private"],
  ...["RestrictNamespaces=yes", "RestrictRealtime=yes"],
  "RestrictAddressFamilies=AF_INET AF_NETLINK AF_UNIX",
  ...["LockPersonality=yes", "MemoryDenyWriteExecute=yes"],
  ...["SystemCallArchitectures=native", "SystemCallFilter=@system-service"],
];
