/** Options of the network between VMs: `ghaf.networking`. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { ipv4Address, ipv4Range } from "../values/address.ts";
import { line } from "../values/line.ts";
import { hostName } from "../values/name.ts";
import { usedPort } from "../values/number.ts";

const hostEntryOptions = {
  name: option(hostName, {
    description:
      "The name, unique on the device. Debug builds add a second one that ends in `-debug`.",
  }),
  ip: option(ipv4Address, {
    description:
      "The address, unique, in 192.168.100.0/24 or 192.168.101.0/24 (the network of debug builds).",
  }),
} satisfies OptionTree;

const flowOptions = {
  from: option(hostName, {
    description: "The VM, or the role of VMs, that may connect.",
    origin: "ours",
  }),
  to: option(hostName, {
    description: "The VM, or the role of VMs, that is connected to.",
    origin: "ours",
  }),
  port: option(usedPort, {
    description: "The port that is connected to.",
    origin: "ours",
  }),
  protocol: option(t.oneOf("tcp", "udp"), {
    default: "tcp",
    description: "The protocol of that port.",
    origin: "ours",
  }),
  description: option(line, {
    default: "",
    description: "What the flow is for; a comment in the rules.",
    origin: "ours",
  }),
} satisfies OptionTree;

export const networkingOptions = {
  hosts: {
    enable: option(t.boolean, {
      default: true,
      example: true,
      description:
        "Writes the name table to `/etc/hosts` on the host and in every VM.",
    }),
    entries: option(t.listOf(t.submodule(hostEntryOptions)), {
      default: [],
      description:
        "Names with an address of your choice. All other VMs get an address by name, which the lock file remembers.",
    }),
  },
  flows: option(t.listOf(t.submodule(flowOptions)), {
    default: [],
    example: [
      {
        from: "chrome-vm",
        to: "business-vm",
        port: 8443,
        protocol: "tcp",
        description: "files of the office",
      },
    ],
    description:
      "Connections between VMs beyond those that their roles need; everything else is refused.",
    origin: "ours",
  }),
  dhcp: {
    enable: option(t.boolean, {
      default: false,
      example: true,
      description:
        "Makes net-vm answer DHCP: each VM that asks is told the address that it has anyway, its gateway and its name server. VMs know these without asking; this is for systems that do not.",
      origin: "ours",
    }),
    pool: option(t.nullOr(ipv4Range), {
      default: null,
      example: "192.168.100.200-192.168.100.215",
      description:
        "Addresses in 192.168.100.0/24 for VMs that somebody adds to the bridge of the host by hand. With one of them they reach the name server and what is outside of the device, and no other VM. `null`: the server knows the VMs of the device only.",
      origin: "ours",
    }),
  },
} satisfies OptionTree;
