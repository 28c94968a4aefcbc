/** Options below `ghaf.reference.services`: services for people, beside those that the platform needs (spec 2.33, 2.34). */

import { narrowed, type OptionTree, option, t } from "@ghaf/module-system";
import { areIniNames } from "../values/attribute-names.ts";
import { absolutePathText } from "../values/file-path.ts";
import { line } from "../values/line.ts";
import { addressOrNone, interfaceOrNone } from "../values/network-place.ts";
import { portInteger } from "../values/number.ts";
import { offByDefault } from "./off-by-default.ts";

const iniSection = narrowed(
  t.attributesOf(t.either(line, t.either(t.boolean, t.integer))),
  "settings whose names are of letters, digits and “_.%*-”",
  areIniNames,
);

const iniSections = narrowed(
  t.attributesOf(iniSection),
  "sections whose names are of letters, digits and “_.%*-”",
  areIniNames,
);

const dendritePinecone = {
  enable: offByDefault(
    "Connects the Matrix server in comms-vm with others nearby: net-vm forwards its traffic in both directions.",
  ),
  externalNic: option(interfaceOrNone, {
    default: "",
    description:
      "The interface of net-vm to the outside. Computed: the first network device of the hardware definition.",
  }),
  internalNic: option(interfaceOrNone, {
    default: "",
    description: "The interface of net-vm to the other VMs. Computed.",
  }),
  serverIpAddr: option(addressOrNone, {
    default: "",
    description: "The address of the Matrix server's VM. Computed.",
  }),
} as const satisfies OptionTree;

const globalprotect = {
  enable: offByDefault("Runs the client of GlobalProtect VPNs.", "tag"),
  settings: option(iniSections, {
    default: {},
    example: { "*": { "openconnect-args": "--no-dtls" } },
    origin: "tag",
    description: "Settings of the client by section.",
  }),
  csdWrapper: option(t.nullOr(absolutePathText), {
    default: null,
    origin: "tag",
    description:
      "A program that answers the VPN's questions about the state of this machine.",
  }),
} as const satisfies OptionTree;

export const referenceServiceOptions = {
  enable: offByDefault(
    "Allows the services of this group. Each runs only in the VM that is meant for it.",
  ),
  dendrite: offByDefault(
    "Asks for a Matrix server in comms-vm that needs no other server.",
  ),
  "dendrite-pinecone": dendritePinecone,
  ollama: offByDefault(
    "Runs language models on the host, with a program in gui-vm to talk to them.",
  ),
  "proxy-business": offByDefault(
    "Asks for the proxy that lets business-vm reach only listed addresses.",
  ),
  "proxy-server": {
    enable: offByDefault(
      "Runs the proxy in net-vm, with the list of addresses it lets through.",
    ),
    bindPort: option(portInteger, {
      default: 3128,
      description: "The port of the proxy in net-vm.",
    }),
  },
  globalprotect,
} as const satisfies OptionTree;
