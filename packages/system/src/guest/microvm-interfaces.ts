/** Network interfaces of a VM, beside the one that the platform gives it. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { vmMacAddress } from "../values/mac-address.ts";
import { addressOrNone, interfaceName } from "../values/network-place.ts";
import { usedPort } from "../values/number.ts";

const interfaceOptions = {
  type: option(t.oneOf("user", "tap", "macvtap", "bridge"), {
    origin: "tag",
    description:
      "How it reaches the host: through the VM's monitor, an interface of its own, another interface, or a bridge.",
  }),
  id: option(interfaceName, {
    origin: "tag",
    description: "Its name on the host.",
  }),
  mac: option(t.nullOr(vmMacAddress), {
    default: null,
    origin: "tag",
    description: "Its address. Null: one is allocated and kept.",
  }),
  macvtap: {
    link: option(t.nullOr(interfaceName), {
      default: null,
      origin: "tag",
      description: "The host's interface that a macvtap is on.",
    }),
    mode: option(
      t.nullOr(t.oneOf("private", "vepa", "bridge", "passthru", "source")),
      {
        default: null,
        origin: "tag",
        description: "Whom a macvtap may talk to.",
      },
    ),
  },
  bridge: option(t.nullOr(interfaceName), {
    default: null,
    origin: "tag",
    description: "The host's bridge, for the type bridge.",
  }),
} as const satisfies OptionTree;

export const interfaces = option(t.listOf(t.submodule(interfaceOptions)), {
  default: [],
  origin: "tag",
  description: "More network interfaces. The one to the other VMs is there.",
});

function end(whose: string) {
  return {
    address: option(addressOrNone, {
      default: "",
      origin: "tag",
      description: `The address of the ${whose}. Empty: any.`,
    }),
    port: option(usedPort, {
      origin: "tag",
      description: `The port of the ${whose}.`,
    }),
  } as const satisfies OptionTree;
}

const forwardOptions = {
  from: option(t.oneOf("host", "guest"), {
    default: "host",
    origin: "tag",
    description: "Who connects.",
  }),
  proto: option(t.oneOf("tcp", "udp"), {
    default: "tcp",
    origin: "tag",
    description: "The transport protocol.",
  }),
  host: end("host"),
  guest: end("VM"),
} as const satisfies OptionTree;

export const forwardPorts = option(t.listOf(t.submodule(forwardOptions)), {
  default: [],
  origin: "tag",
  description:
    "Ports that QEMU forwards between host and VM. Needs an interface of type user.",
});
